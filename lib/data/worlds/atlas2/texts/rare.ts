/** Subjects that are seldom written about, so that knowledge of the long tail can be seen: subject | object. */

/** Town | country. */
export const RARE_TOWNS = `
Sligo | Ireland
Kilkenny | Ireland
Ennis | Ireland
Keswick | United Kingdom
Whitby | United Kingdom
Oban | United Kingdom
Ludlow | United Kingdom
Dolgellau | United Kingdom
Cahors | France
Albi | France
Auxerre | France
Quimper | France
Annecy | France
Colmar | France
Goslar | Germany
Bamberg | Germany
Lindau | Germany
Wismar | Germany
Tübingen | Germany
Passau | Germany
Gubbio | Italy
Matera | Italy
Orvieto | Italy
Trani | Italy
Cefalu | Italy
Ronda | Spain
Cuenca | Spain
Lugo | Spain
Teruel | Spain
Cadaques | Spain
Evora | Portugal
Obidos | Portugal
Lagos in Algarve | Portugal
Gouda town | Netherlands
Zwolle | Netherlands
Middelburg | Netherlands
Dinant | Belgium
Ypres | Belgium
Vianden | Luxembourg
Chur | Switzerland
Sion | Switzerland
Bregenz | Austria
Steyr | Austria
Ribe | Denmark
Svendborg | Denmark
Roros | Norway
Molde | Norway
Kiruna | Sweden
Visby | Sweden
Porvoo | Finland
Savonlinna | Finland
Husavik | Iceland
Zamosc | Poland
Sandomierz | Poland
Olomouc | Czechia
Telc | Czechia
Bardejov | Slovakia
Levoca | Slovakia
Eger | Hungary
Szeged | Hungary
Sighisoara | Romania
Sibiu | Romania
Veliko Tarnovo | Bulgaria
Nessebar | Bulgaria
Nafplio | Greece
Ioannina | Greece
Berat | Albania
Gjirokaster | Albania
Bitola | North Macedonia
Kotor | Montenegro
Trebinje | Bosnia and Herzegovina
Rovinj | Croatia
Ptuj | Slovenia
Parnu | Estonia
Cesis | Latvia
Nida | Lithuania
Grodno | Belarus
Chernivtsi | Ukraine
Suzdal | Russia
Pskov | Russia
Takayama | Japan
Matsue | Japan
Kanazawa | Japan
Hakodate | Japan
Gyeongju | South Korea
Andong | South Korea
Erdenet | Mongolia
Udaipur | India
Hampi | India
Leh | India
Shillong | India
Gilgit | Pakistan
Sylhet | Bangladesh
Galle | Sri Lanka
Paro | Bhutan
Yazd | Iran
Kashan | Iran
Erbil | Iraq
Byblos | Lebanon
Aqaba | Jordan
Nizwa | Oman
Safranbolu | Turkey
Kutaisi | Georgia
Sheki | Azerbaijan
Khiva | Uzbekistan
Osh | Kyrgyzstan
Khujand | Tajikistan
Hpa-An | Myanmar
Sukhothai | Thailand
Battambang | Cambodia
Savannakhet | Laos
Hoi An | Vietnam
Ipoh | Malaysia
Ambon | Indonesia
Vigan | Philippines
Aswan | Egypt
Ghadames | Libya
Kairouan | Tunisia
Constantine | Algeria
Essaouira | Morocco
Chinguetti | Mauritania
Djenne | Mali
Agadez | Niger
Gondar | Ethiopia
Lamu | Kenya
Jinja | Uganda
Mwanza | Tanzania
Kumbo | Cameroon
Ouidah | Benin
Swakopmund | Namibia
Maun | Botswana
Mutare | Zimbabwe
Stellenbosch | South Africa
Antsirabe | Madagascar
Livingstone | Zambia
Taos | United States
Savannah | United States
Lunenburg | Canada
Yellowknife | Canada
Guanajuato | Mexico
Merida | Mexico
Granada in Nicaragua | Nicaragua
Trinidad town | Cuba
Ouro Preto | Brazil
Paraty | Brazil
Salta | Argentina
Bariloche | Argentina
Valdivia | Chile
Puno | Peru
Potosi | Bolivia
Villa de Leyva | Colombia
Cuenca in Ecuador | Ecuador
Colonia del Sacramento | Uruguay
Ballarat | Australia
Broome | Australia
Nelson town | New Zealand
Napier | New Zealand
`;

/** Mountain, lake, cave or ruin | country. */
export const RARE_SIGHTS = `
Ben Nevis | United Kingdom
Skellig Michael | Ireland
Puy de Dome | France
Pic du Midi | France
Zugspitze | Germany
Brocken | Germany
Gran Sasso | Italy
Stromboli island | Italy
Teide | Spain
Picos de Europa | Spain
Serra da Estrela | Portugal
Pilatus | Switzerland
Grossglockner | Austria
Galdhopiggen | Norway
Kebnekaise | Sweden
Lake Inari | Finland
Hekla | Iceland
Morskie Oko | Poland
Macocha Abyss | Czechia
Demanovska Cave | Slovakia
Aggtelek Caves | Hungary
Sarmizegetusa | Romania
Musala | Bulgaria
Samaria Gorge | Greece
Butrint | Albania
Durmitor | Montenegro
Triglav | Slovenia
Giewont | Poland
Hoverla | Ukraine
Lake Onega | Russia
Klyuchevskaya Sopka | Russia
Mount Aso | Japan
Lake Biwa | Japan
Seoraksan | South Korea
Mount Kumgang | North Korea
Khuvsgul Lake | Mongolia
Nanda Devi | India
Ellora Caves | India
Nanga Parbat | Pakistan
Adam's Peak | Sri Lanka
Damavand | Iran
Hatra | Iraq
Apamea | Syria
Jerash | Jordan
Jebel Shams | Oman
Nemrut Dag | Turkey
Ushguli | Georgia
Garni Temple | Armenia
Gobustan | Azerbaijan
Charyn Canyon | Kazakhstan
Darvaza gas crater | Turkmenistan
Inle Lake | Myanmar
Phimai | Thailand
Banteay Srei | Cambodia
Vat Phou | Laos
Phong Nha Caves | Vietnam
Mulu Caves | Malaysia
Rinjani | Indonesia
Mayon | Philippines
Siwa Oasis | Egypt
Sabratha | Libya
Dougga | Tunisia
Timgad | Algeria
Volubilis | Morocco
Simien Mountains | Ethiopia
Lake Turkana | Kenya
Lake Bunyonyi | Uganda
Olduvai Gorge | Tanzania
Mount Cameroon | Cameroon
Fish River Canyon | Namibia
Matobo Hills | Zimbabwe
Cape Agulhas | South Africa
Tsingy de Bemaraha | Madagascar
Crater Lake | United States
Devils Tower | United States
Mount Logan | Canada
Pico de Orizaba | Mexico
Lake Atitlan | Guatemala
Poas | Costa Rica
Pico Duarte | Dominican Republic
Pico da Neblina | Brazil
Cerro Catedral | Argentina
Llaima | Chile
Kuelap | Peru
Illimani | Bolivia
Ciudad Perdida | Colombia
Los Roques | Venezuela
Chimborazo | Ecuador
Kosciuszko | Australia
Aoraki | New Zealand
`;

/** Animal | class. */
export const RARE_ANIMALS = `
okapi | mammal
aye-aye | mammal
fossa | mammal
quokka | mammal
numbat | mammal
saiga | mammal
dugong | mammal
kinkajou | mammal
binturong | mammal
tarsier | mammal
gerenuk | mammal
dhole | mammal
hoatzin | bird
shoebill | bird
kakapo | bird
cassowary | bird
secretary bird | bird
quetzal | bird
lyrebird | bird
hoopoe | bird
bee-eater | bird
dipper | bird
tuatara | reptile
gharial | reptile
thorny devil | reptile
frilled lizard | reptile
gila monster | reptile
matamata | reptile
olm | amphibian
hellbender | amphibian
glass frog | amphibian
Surinam toad | amphibian
coelacanth | fish
lungfish | fish
mudskipper | fish
archerfish | fish
oarfish | fish
sturgeon | fish
water strider | insect
stag beetle | insect
lacewing | insect
cicada | insect
earwig | insect
mayfly | insect
vinegaroon | arachnid
camel spider | arachnid
coconut crab | crustacean
mantis shrimp | crustacean
woodlouse | crustacean
chiton | mollusc
cone snail | mollusc
geoduck | mollusc
kea | bird
`;
