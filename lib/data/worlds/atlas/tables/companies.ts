/** Companies: where their headquarters stand (2025), what they do, and one main founder. */
import type { EntityTable } from "../../world";

export const companyTable: EntityTable = {
  type: "company",
  columns: ["name", "aliases", "industry", "seat", "founder"],
  rows: `
Apple | | electronics | Cupertino | Steve Jobs
Microsoft | | software | Redmond | Bill Gates
Google | | internet services | Mountain View | Larry Page
Amazon | | retail | Seattle | Jeff Bezos
Meta | Facebook | internet services | Menlo Park | Mark Zuckerberg
Tesla | Tesla Motors | automobiles | Austin | Martin Eberhard
SpaceX | | aerospace | Starbase | Elon Musk
Nvidia | | semiconductors | Santa Clara | Jensen Huang
Intel | | semiconductors | Santa Clara | Robert Noyce
AMD | Advanced Micro Devices | semiconductors | Santa Clara | Jerry Sanders
Qualcomm | | semiconductors | San Diego | Irwin Jacobs
IBM | International Business Machines | software | Armonk | Charles Flint
Oracle | | software | Austin | Larry Ellison
Dell | | electronics | Round Rock | Michael Dell
HP | Hewlett-Packard | electronics | Palo Alto | Bill Hewlett
Adobe | | software | | John Warnock
Salesforce | | software | San Francisco | Marc Benioff
Autodesk | | software | San Francisco | John Walker
Atlassian | | software | Sydney | Mike Cannon-Brookes
Red Hat | | software | Raleigh | Bob Young
Canonical | | software | London | Mark Shuttleworth
JetBrains | | software | | Sergey Dmitriev
OpenAI | | artificial intelligence | San Francisco | Sam Altman
Anthropic | | artificial intelligence | San Francisco | Dario Amodei
Netflix | | entertainment | Los Gatos | Reed Hastings
Disney | Walt Disney Company | entertainment | Burbank | Walt Disney
Spotify | | entertainment | Stockholm | Daniel Ek
Baidu | | internet services | Beijing | Robin Li
Tencent | | internet services | Shenzhen | Ma Huateng
Alibaba | | retail | Hangzhou | Jack Ma
ByteDance | | internet services | Beijing | Zhang Yiming
Huawei | | telecommunications | Shenzhen | Ren Zhengfei
Xiaomi | | electronics | Beijing | Lei Jun
Lenovo | | electronics | Beijing | Liu Chuanzhi
DJI | | electronics | Shenzhen | Frank Wang
BYD | | automobiles | Shenzhen | Wang Chuanfu
Asus | | electronics | Taipei |
Samsung | | electronics | Suwon | Lee Byung-chul
Hyundai | | automobiles | Seoul | Chung Ju-yung
Kia | | automobiles | Seoul |
Sony | | electronics | Tokyo | Masaru Ibuka
Panasonic | | electronics | Kadoma | Konosuke Matsushita
Canon | | photography | Tokyo |
Nikon | | photography | Tokyo |
Fujifilm | | photography | Tokyo |
Nintendo | | video games | Kyoto | Fusajiro Yamauchi
Sega | | video games | Tokyo |
Capcom | | video games | Osaka | Kenzo Tsujimoto
Konami | | video games | Tokyo | Kagemasa Kozuki
Electronic Arts | | video games | Redwood City | Trip Hawkins
Ubisoft | | video games | Saint-Mande | Yves Guillemot
Valve | | video games | Bellevue | Gabe Newell
Epic Games | | video games | Cary | Tim Sweeney
Rockstar Games | | video games | New York City | Sam Houser
Mojang | | video games | Stockholm | Markus Persson
CD Projekt | | video games | Warsaw | Marcin Iwinski
Atari | | video games | Paris | Nolan Bushnell
Boeing | | aviation | Arlington | William Boeing
Airbus | | aviation | Toulouse |
Embraer | | aviation | Sao Jose dos Campos | Ozires Silva
Bombardier | | aviation | Montreal | Joseph-Armand Bombardier
Dassault Aviation | | aviation | Paris | Marcel Dassault
Cessna | | aviation | Wichita | Clyde Cessna
Lockheed Martin | | aerospace | Bethesda |
Lufthansa | | airlines | Cologne |
Ford | Ford Motor Company | automobiles | Dearborn | Henry Ford
General Motors | | automobiles | Detroit | William Durant
Toyota | | automobiles | Toyota City | Kiichiro Toyoda
Honda | | automobiles | Tokyo | Soichiro Honda
Nissan | | automobiles | Yokohama | Yoshisuke Aikawa
Suzuki | | automobiles | Hamamatsu | Michio Suzuki
Volkswagen | | automobiles | Wolfsburg |
BMW | | automobiles | Munich |
Mercedes-Benz | | automobiles | Stuttgart | Karl Benz
Audi | | automobiles | Ingolstadt | August Horch
Porsche | | automobiles | Stuttgart | Ferdinand Porsche
Fiat | | automobiles | Turin | Giovanni Agnelli
Ferrari | | automobiles | Maranello | Enzo Ferrari
Lamborghini | | automobiles | Sant'Agata Bolognese | Ferruccio Lamborghini
Maserati | | automobiles | Modena | Alfieri Maserati
Renault | | automobiles | Boulogne-Billancourt | Louis Renault
Citroen | | automobiles | | Andre Citroen
Volvo | | automobiles | Gothenburg | Assar Gabrielsson
Skoda | | automobiles | Mlada Boleslav |
Harley-Davidson | | motorcycles | Milwaukee | William Harley
Ducati | | motorcycles | Bologna |
Michelin | | tires | Clermont-Ferrand | Andre Michelin
Bridgestone | | tires | Tokyo | Shojiro Ishibashi
Yamaha | | musical instruments | Hamamatsu | Torakusu Yamaha
Nokia | | telecommunications | Espoo | Fredrik Idestam
Ericsson | | telecommunications | Stockholm | Lars Magnus Ericsson
AT&T | | telecommunications | Dallas |
Philips | | electronics | Amsterdam | Gerard Philips
Siemens | | engineering | Munich | Werner von Siemens
Caterpillar | | machinery | Irving | Benjamin Holt
Kubota | | machinery | Osaka | Gonshiro Kubota
Dyson | | home appliances | Singapore | James Dyson
Shell | Royal Dutch Shell | oil and gas | London | Marcus Samuel
Chevron | | oil and gas | Houston |
Gazprom | | oil and gas | Saint Petersburg |
Petrobras | | oil and gas | Rio de Janeiro |
Coca-Cola Company | | beverages | Atlanta | Asa Candler
PepsiCo | | beverages | Purchase |
Heineken | | beverages | Amsterdam | Gerard Heineken
Diageo | | beverages | London |
AB InBev | Anheuser-Busch InBev | beverages | Leuven |
Nestle | | food | Vevey | Henri Nestle
Ferrero | | food | Alba | Pietro Ferrero
Haribo | | food | Grafschaft | Hans Riegel
Mars | | food | McLean | Frank Mars
McDonald's | | restaurants | Chicago | Ray Kroc
Burger King | | restaurants | Miami |
Starbucks | | restaurants | Seattle | Jerry Baldwin
Unilever | | consumer goods | London |
Procter & Gamble | | consumer goods | Cincinnati | William Procter
Walmart | | retail | Bentonville | Sam Walton
IKEA | | furniture | Delft | Ingvar Kamprad
H&M | | fashion | Stockholm | Erling Persson
Zara | | fashion | Arteixo | Amancio Ortega
Prada | | fashion | Milan | Mario Prada
Hermes | | fashion | Paris | Thierry Hermes
Nike | | sportswear | Beaverton | Phil Knight
Adidas | | sportswear | Herzogenaurach | Adolf Dassler
Puma | | sportswear | Herzogenaurach | Rudolf Dassler
Beiersdorf | | cosmetics | Hamburg | Paul Beiersdorf
Rolex | | watches | Geneva | Hans Wilsdorf
Omega | | watches | Biel | Louis Brandt
Casio | | electronics | Tokyo | Tadao Kashio
Lego | | toys | Billund | Ole Kirk Christiansen
Mattel | | toys | El Segundo | Ruth Handler
Hasbro | | toys | Pawtucket | Henry Hassenfeld
Pfizer | | pharmaceuticals | New York City | Charles Pfizer
Bayer | | pharmaceuticals | Leverkusen | Friedrich Bayer
Novartis | | pharmaceuticals | Basel |
Eli Lilly | | pharmaceuticals | Indianapolis |
Novo Nordisk | | pharmaceuticals | Bagsvaerd |
HSBC | | banking | London | Thomas Sutherland
Bank of America | | banking | Charlotte | Amadeo Giannini
Deutsche Bank | | banking | Frankfurt |
Berkshire Hathaway | | insurance | Omaha |
FedEx | Federal Express | logistics | Memphis | Frederick Smith
UPS | United Parcel Service | logistics | Atlanta | James Casey
`,
};
