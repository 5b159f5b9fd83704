/** Named stars with their constellations, and moons with the planets they circle. */
import type { EntityTable } from "../../world";

export const starTable: EntityTable = {
  type: "star",
  columns: ["name", "zh", "constellation"],
  rows: `
Sirius | 天狼星 | Canis Major
Adhara | | Canis Major
Mirzam | | Canis Major
Canopus | 老人星 | Carina
Arcturus | 大角星 | Bootes
Izar | | Bootes
Vega | 织女星 | Lyra
Capella | 五车二 | Auriga
Rigel | 参宿七 | Orion
Betelgeuse | 参宿四 | Orion
Bellatrix | 参宿五 | Orion
Alnilam | 参宿二 | Orion
Saiph | 参宿六 | Orion
Procyon | 南河三 | Canis Minor
Gomeisa | | Canis Minor
Achernar | 水委一 | Eridanus
Hadar | 马腹一 | Centaurus
Proxima Centauri | 比邻星 | Centaurus
Altair | 牛郎星 | Aquila
Tarazed | | Aquila
Acrux | 十字架二 | Crux
Mimosa | | Crux
Gacrux | | Crux
Aldebaran | 毕宿五 | Taurus
Elnath | 五车五 | Taurus
Alcyone | 昴宿六 | Taurus
Antares | 心宿二 | Scorpius
Shaula | | Scorpius
Spica | 角宿一 | Virgo
Porrima | | Virgo
Pollux | 北河三 | Gemini
Castor | 北河二 | Gemini
Alhena | | Gemini
Fomalhaut | 北落师门 | Piscis Austrinus
Deneb | 天津四 | Cygnus
Albireo | 辇道增七 | Cygnus
Sadr | | Cygnus
Regulus | 轩辕十四 | Leo
Denebola | 五帝座一 | Leo
Algieba | | Leo
Polaris | 北极星 | Ursa Minor
Kochab | 北极二 | Ursa Minor
Pherkad | | Ursa Minor
Dubhe | 天枢 | Ursa Major
Merak | 天璇 | Ursa Major
Megrez | 天权 | Ursa Major
Alioth | 玉衡 | Ursa Major
Mizar | 开阳 | Ursa Major
Alkaid | 摇光 | Ursa Major
Alcor | 辅 | Ursa Major
Algol | 大陵五 | Perseus
Mirfak | 天船三 | Perseus
Mira | 蒭藁增二 | Cetus
Diphda | | Cetus
Alpheratz | 壁宿二 | Andromeda
Mirach | | Andromeda
Hamal | 娄宿三 | Aries
Markab | 室宿一 | Pegasus
Scheat | | Pegasus
Enif | | Pegasus
Schedar | | Cassiopeia
Caph | | Cassiopeia
Alderamin | | Cepheus
Thuban | 右枢 | Draco
Eltanin | | Draco
Alphard | 星宿一 | Hydra
Rasalgethi | | Hercules
Rasalhague | | Ophiuchus
Unukalhai | | Serpens
Alphecca | 贯索四 | Corona Borealis
Kaus Australis | 箕宿三 | Sagittarius
Nunki | 斗宿四 | Sagittarius
Deneb Algedi | | Capricornus
Sadalsuud | | Aquarius
Alrescha | | Pisces
Zubenelgenubi | | Libra
Zubeneschamali | | Libra
Gienah | | Corvus
Arneb | | Lepus
Ankaa | | Phoenix
Alnair | | Grus
Peacock | 孔雀十一 | Pavo
Cor Caroli | 常陈一 | Canes Venatici
`,
};

export const moonTable: EntityTable = {
  type: "moon",
  columns: ["name", "zh", "orbits"],
  rows: `
Luna | 月球 | Earth
Phobos | 火卫一 | Mars
Deimos | 火卫二 | Mars
Io | 木卫一 | Jupiter
Europa | 木卫二 | Jupiter
Ganymede | 木卫三 | Jupiter
Callisto | 木卫四 | Jupiter
Amalthea | 木卫五 | Jupiter
Himalia | 木卫六 | Jupiter
Elara | 木卫七 | Jupiter
Pasiphae | 木卫八 | Jupiter
Leda | 木卫十三 | Jupiter
Thebe | 木卫十四 | Jupiter
Adrastea | 木卫十五 | Jupiter
Metis | 木卫十六 | Jupiter
Mimas | 土卫一 | Saturn
Enceladus | 土卫二 | Saturn
Tethys | 土卫三 | Saturn
Dione | 土卫四 | Saturn
Rhea | 土卫五 | Saturn
Titan | 土卫六 | Saturn
Hyperion | 土卫七 | Saturn
Iapetus | 土卫八 | Saturn
Phoebe | 土卫九 | Saturn
Janus | 土卫十 | Saturn
Epimetheus | 土卫十一 | Saturn
Pandora | 土卫十七 | Saturn
Pan | 土卫十八 | Saturn
Ariel | 天卫一 | Uranus
Umbriel | 天卫二 | Uranus
Titania | 天卫三 | Uranus
Oberon | 天卫四 | Uranus
Miranda | 天卫五 | Uranus
Cordelia | 天卫六 | Uranus
Ophelia | 天卫七 | Uranus
Juliet | 天卫十一 | Uranus
Puck | 天卫十五 | Uranus
Caliban | 天卫十六 | Uranus
Triton | 海卫一 | Neptune
Nereid | 海卫二 | Neptune
Naiad | 海卫三 | Neptune
Thalassa | 海卫四 | Neptune
Despina | 海卫五 | Neptune
Galatea | 海卫六 | Neptune
Larissa | 海卫七 | Neptune
Proteus | 海卫八 | Neptune
`,
};
