/** Products: programs, games, consoles, phones, cars, aircraft, drinks … and the company that makes or owns each (2025). */
import type { EntityTable } from "../../world";

export const productTable: EntityTable = {
  type: "product",
  columns: ["name", "maker"],
  rows: `
Windows | Microsoft
Xbox | Microsoft
Excel | Microsoft
PowerPoint | Microsoft
TypeScript | Microsoft
Azure | Microsoft
iPhone | Apple
iPad | Apple
MacBook | Apple
Siri | Apple
Android | Google
Chrome | Google
Gmail | Google
Golang | Google
Kindle | Amazon
Alexa | Amazon
WhatsApp | Meta
Instagram | Meta
Photoshop | Adobe
Dreamweaver | Adobe
AutoCAD | Autodesk
Java | Oracle
MySQL | Oracle
VirtualBox | Oracle
Deep Blue | IBM
Pentium | Intel
Ryzen | AMD
Radeon | AMD
GeForce | Nvidia
Snapdragon | Qualcomm
Slack | Salesforce
Jira | Atlassian
Trello | Atlassian
Kotlin | JetBrains
Ansible | Red Hat
Ubuntu | Canonical
ChatGPT | OpenAI
Claude | Anthropic
WeChat | Tencent
Taobao | Alibaba
TikTok | ByteDance
Ernie Bot | Baidu
HarmonyOS | Huawei
Redmi | Xiaomi
ThinkPad | Lenovo
Mavic | DJI
LaserJet | HP
Inspiron | Dell
ZenBook | Asus
Galaxy Note | Samsung
PlayStation | Sony
Walkman | Sony
Lumix | Panasonic
Coolpix | Nikon
EOS | Canon
Instax | Fujifilm
G-Shock | Casio
Game Boy | Nintendo
Wii | Nintendo
GameCube | Nintendo
Donkey Kong | Nintendo
Dreamcast | Sega
Sonic the Hedgehog | Sega
Pong | Atari
Street Fighter | Capcom
Resident Evil | Capcom
Metal Gear | Konami
The Sims | Electronic Arts
Assassin's Creed | Ubisoft
Half-Life | Valve
Fortnite | Epic Games
Unreal Engine | Epic Games
Grand Theft Auto | Rockstar Games
Minecraft | Mojang
Cyberpunk 2077 | CD Projekt
Mustang | Ford
Model T | Ford
Corvette | General Motors
Cadillac | General Motors
Corolla | Toyota
Prius | Toyota
Lexus | Toyota
Civic | Honda
Qashqai | Nissan
Jimny | Suzuki
Hayabusa | Suzuki
Golf | Volkswagen
Beetle | Volkswagen
Mini | BMW
Quattro | Audi
Cayenne | Porsche
Testarossa | Ferrari
Countach | Lamborghini
Quattroporte | Maserati
Clio | Renault
2CV | Citroen
Punto | Fiat
Sonata | Hyundai
Ioniq | Hyundai
Sportage | Kia
Cybertruck | Tesla
Octavia | Skoda
XC90 | Volvo
Sportster | Harley-Davidson
Panigale | Ducati
Dreamliner | Boeing
B-52 Stratofortress | Boeing
A380 | Airbus
A220 | Airbus
F-35 | Lockheed Martin
C-130 Hercules | Lockheed Martin
Rafale | Dassault Aviation
Super Tucano | Embraer
Challenger 600 | Bombardier
Skyhawk | Cessna
Falcon 9 | SpaceX
Starlink | SpaceX
Fanta | Coca-Cola Company
Sprite | Coca-Cola Company
Gatorade | PepsiCo
Doritos | PepsiCo
Nescafe | Nestle
Kit Kat | Nestle
Snickers | Mars
Twix | Mars
Nutella | Ferrero
Guinness | Diageo
Johnnie Walker | Diageo
Budweiser | AB InBev
Pampers | Procter & Gamble
Gillette | Procter & Gamble
Dove | Unilever
Nivea | Beiersdorf
Big Mac | McDonald's
Whopper | Burger King
Frappuccino | Starbucks
Billy bookcase | IKEA
Birkin bag | Hermes
Air Jordan | Nike
Stan Smith | Adidas
Submariner | Rolex
Speedmaster | Omega
Barbie | Mattel
Monopoly | Hasbro
Duplo | Lego
Aspirin | Bayer
Ozempic | Novo Nordisk
Prozac | Eli Lilly
Paxlovid | Pfizer
Clavinova | Yamaha
Airblade | Dyson
`,
};
