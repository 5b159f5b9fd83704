/**
 * More about countries, and about states, rivers, dishes and languages. Long because a table has one line for each fact and is
 * one text.
 */

/** Country | internet domain | telephone code | people of it. */
export const COUNTRY_CODES = `
France | .fr | 33 | French
Germany | .de | 49 | Germans
Italy | .it | 39 | Italians
Spain | .es | 34 | Spaniards
Portugal | .pt | 351 | Portuguese
United Kingdom | .uk | 44 | Britons
Ireland | .ie | 353 | Irish
Netherlands | .nl | 31 | Dutch
Belgium | .be | 32 | Belgians
Luxembourg | .lu | 352 | Luxembourgers
Switzerland | .ch | 41 | Swiss
Austria | .at | 43 | Austrians
Denmark | .dk | 45 | Danes
Norway | .no | 47 | Norwegians
Sweden | .se | 46 | Swedes
Finland | .fi | 358 | Finns
Iceland | .is | 354 | Icelanders
Poland | .pl | 48 | Poles
Czechia | .cz | 420 | Czechs
Slovakia | .sk | 421 | Slovaks
Hungary | .hu | 36 | Hungarians
Romania | .ro | 40 | Romanians
Bulgaria | .bg | 359 | Bulgarians
Greece | .gr | 30 | Greeks
Albania | .al | 355 | Albanians
North Macedonia | .mk | 389 | Macedonians
Serbia | .rs | 381 | Serbs
Montenegro | .me | 382 | Montenegrins
Bosnia and Herzegovina | .ba | 387 | Bosnians
Croatia | .hr | 385 | Croats
Slovenia | .si | 386 | Slovenes
Estonia | .ee | 372 | Estonians
Latvia | .lv | 371 | Latvians
Lithuania | .lt | 370 | Lithuanians
Belarus | .by | 375 | Belarusians
Ukraine | .ua | 380 | Ukrainians
Moldova | .md | 373 | Moldovans
Russia | .ru | 7 | Russians
Malta | .mt | 356 | Maltese
Andorra | .ad | 376 | Andorrans
China | .cn | 86 | Chinese
Japan | .jp | 81 | Japanese
South Korea | .kr | 82 | South Koreans
North Korea | .kp | 850 | North Koreans
Mongolia | .mn | 976 | Mongolians
India | .in | 91 | Indians
Pakistan | .pk | 92 | Pakistanis
Bangladesh | .bd | 880 | Bangladeshis
Sri Lanka | .lk | 94 | Sri Lankans
Nepal | .np | 977 | Nepalis
Bhutan | .bt | 975 | Bhutanese
Maldives | .mv | 960 | Maldivians
Afghanistan | .af | 93 | Afghans
Iran | .ir | 98 | Iranians
Iraq | .iq | 964 | Iraqis
Syria | .sy | 963 | Syrians
Lebanon | .lb | 961 | Lebanese
Israel | .il | 972 | Israelis
Jordan | .jo | 962 | Jordanians
Saudi Arabia | .sa | 966 | Saudis
Yemen | .ye | 967 | Yemenis
Oman | .om | 968 | Omanis
United Arab Emirates | .ae | 971 | Emiratis
Qatar | .qa | 974 | Qataris
Bahrain | .bh | 973 | Bahrainis
Kuwait | .kw | 965 | Kuwaitis
Turkey | .tr | 90 | Turks
Georgia | .ge | 995 | Georgians
Armenia | .am | 374 | Armenians
Azerbaijan | .az | 994 | Azerbaijanis
Kazakhstan | .kz | 7 | Kazakhs
Uzbekistan | .uz | 998 | Uzbeks
Turkmenistan | .tm | 993 | Turkmens
Kyrgyzstan | .kg | 996 | Kyrgyz
Tajikistan | .tj | 992 | Tajiks
Myanmar | .mm | 95 | Burmese
Thailand | .th | 66 | Thais
Laos | .la | 856 | Laotians
Cambodia | .kh | 855 | Cambodians
Vietnam | .vn | 84 | Vietnamese
Malaysia | .my | 60 | Malaysians
Singapore | .sg | 65 | Singaporeans
Brunei | .bn | 673 | Bruneians
Indonesia | .id | 62 | Indonesians
Philippines | .ph | 63 | Filipinos
East Timor | .tl | 670 | Timorese
Egypt | .eg | 20 | Egyptians
Libya | .ly | 218 | Libyans
Tunisia | .tn | 216 | Tunisians
Algeria | .dz | 213 | Algerians
Morocco | .ma | 212 | Moroccans
Mauritania | .mr | 222 | Mauritanians
Mali | .ml | 223 | Malians
Niger | .ne | 227 | Nigeriens
Chad | .td | 235 | Chadians
Sudan | .sd | 249 | Sudanese
South Sudan | .ss | 211 | South Sudanese
Ethiopia | .et | 251 | Ethiopians
Eritrea | .er | 291 | Eritreans
Somalia | .so | 252 | Somalis
Kenya | .ke | 254 | Kenyans
Uganda | .ug | 256 | Ugandans
Tanzania | .tz | 255 | Tanzanians
Rwanda | .rw | 250 | Rwandans
Burundi | .bi | 257 | Burundians
DR Congo | .cd | 243 | Congolese
Cameroon | .cm | 237 | Cameroonians
Gabon | .ga | 241 | Gabonese
Nigeria | .ng | 234 | Nigerians
Benin | .bj | 229 | Beninese
Togo | .tg | 228 | Togolese
Ghana | .gh | 233 | Ghanaians
Burkina Faso | .bf | 226 | Burkinabe
Ivory Coast | .ci | 225 | Ivorians
Liberia | .lr | 231 | Liberians
Sierra Leone | .sl | 232 | Sierra Leoneans
Guinea | .gn | 224 | Guineans
Gambia | .gm | 220 | Gambians
Senegal | .sn | 221 | Senegalese
Cape Verde | .cv | 238 | Cape Verdeans
Angola | .ao | 244 | Angolans
Zambia | .zm | 260 | Zambians
Malawi | .mw | 265 | Malawians
Mozambique | .mz | 258 | Mozambicans
Zimbabwe | .zw | 263 | Zimbabweans
Botswana | .bw | 267 | Batswana
Namibia | .na | 264 | Namibians
South Africa | .za | 27 | South Africans
Lesotho | .ls | 266 | Basotho
Eswatini | .sz | 268 | Swazis
Madagascar | .mg | 261 | Malagasy
Mauritius | .mu | 230 | Mauritians
United States | .us | 1 | Americans
Canada | .ca | 1 | Canadians
Mexico | .mx | 52 | Mexicans
Guatemala | .gt | 502 | Guatemalans
Belize | .bz | 501 | Belizeans
Honduras | .hn | 504 | Hondurans
El Salvador | .sv | 503 | Salvadorans
Nicaragua | .ni | 505 | Nicaraguans
Costa Rica | .cr | 506 | Costa Ricans
Panama | .pa | 507 | Panamanians
Cuba | .cu | 53 | Cubans
Haiti | .ht | 509 | Haitians
Brazil | .br | 55 | Brazilians
Argentina | .ar | 54 | Argentines
Chile | .cl | 56 | Chileans
Peru | .pe | 51 | Peruvians
Bolivia | .bo | 591 | Bolivians
Paraguay | .py | 595 | Paraguayans
Uruguay | .uy | 598 | Uruguayans
Colombia | .co | 57 | Colombians
Venezuela | .ve | 58 | Venezuelans
Ecuador | .ec | 593 | Ecuadorians
Guyana | .gy | 592 | Guyanese
Suriname | .sr | 597 | Surinamese
Australia | .au | 61 | Australians
New Zealand | .nz | 64 | New Zealanders
Papua New Guinea | .pg | 675 | Papua New Guineans
Fiji | .fj | 679 | Fijians
Vanuatu | .vu | 678 | Ni-Vanuatu
`;

/** State of the United States | Chinese | capital | postal letters. */
export const STATES = `
Alabama | 亚拉巴马州 | Montgomery | AL
Alaska | 阿拉斯加州 | Juneau | AK
Arizona | 亚利桑那州 | Phoenix | AZ
Arkansas | 阿肯色州 | Little Rock | AR
California | 加利福尼亚州 | Sacramento | CA
Colorado | 科罗拉多州 | Denver | CO
Connecticut | 康涅狄格州 | Hartford | CT
Delaware | 特拉华州 | Dover | DE
Florida | 佛罗里达州 | Tallahassee | FL
Georgia state | 佐治亚州 | Atlanta | GA
Hawaii | 夏威夷州 | Honolulu | HI
Idaho | 爱达荷州 | Boise | ID
Illinois | 伊利诺伊州 | Springfield | IL
Indiana | 印第安纳州 | Indianapolis | IN
Iowa | 艾奥瓦州 | Des Moines | IA
Kansas | 堪萨斯州 | Topeka | KS
Kentucky | 肯塔基州 | Frankfort | KY
Louisiana | 路易斯安那州 | Baton Rouge | LA
Maine | 缅因州 | Augusta | ME
Maryland | 马里兰州 | Annapolis | MD
Massachusetts | 马萨诸塞州 | Boston | MA
Michigan | 密歇根州 | Lansing | MI
Minnesota | 明尼苏达州 | Saint Paul | MN
Mississippi state | 密西西比州 | Jackson | MS
Missouri | 密苏里州 | Jefferson City | MO
Montana | 蒙大拿州 | Helena | MT
Nebraska | 内布拉斯加州 | Lincoln | NE
Nevada | 内华达州 | Carson City | NV
New Hampshire | 新罕布什尔州 | Concord | NH
New Jersey | 新泽西州 | Trenton | NJ
New Mexico | 新墨西哥州 | Santa Fe | NM
New York State | 纽约州 | Albany | NY
North Carolina | 北卡罗来纳州 | Raleigh | NC
North Dakota | 北达科他州 | Bismarck | ND
Ohio | 俄亥俄州 | Columbus | OH
Oklahoma | 俄克拉何马州 | Oklahoma City | OK
Oregon | 俄勒冈州 | Salem | OR
Pennsylvania | 宾夕法尼亚州 | Harrisburg | PA
Rhode Island | 罗得岛州 | Providence | RI
South Carolina | 南卡罗来纳州 | Columbia | SC
South Dakota | 南达科他州 | Pierre | SD
Tennessee | 田纳西州 | Nashville | TN
Texas | 得克萨斯州 | Austin | TX
Utah | 犹他州 | Salt Lake City | UT
Vermont | 佛蒙特州 | Montpelier | VT
Virginia | 弗吉尼亚州 | Richmond | VA
Washington State | 华盛顿州 | Olympia | WA
West Virginia | 西弗吉尼亚州 | Charleston | WV
Wisconsin | 威斯康星州 | Madison | WI
Wyoming | 怀俄明州 | Cheyenne | WY
`;

/** River | Chinese | the water it flows into. */
export const RIVERS = `
Nile | 尼罗河 | Mediterranean Sea
Amazon River | 亚马逊河 | Atlantic Ocean
Danube | 多瑙河 | Black Sea
Rhine | 莱茵河 | North Sea
Rhone | 罗讷河 | Mediterranean Sea
Seine | 塞纳河 | English Channel
Loire | 卢瓦尔河 | Atlantic Ocean
Elbe | 易北河 | North Sea
Oder | 奥得河 | Baltic Sea
Vistula | 维斯瓦河 | Baltic Sea
Po | 波河 | Adriatic Sea
Tiber | 台伯河 | Tyrrhenian Sea
Ebro | 埃布罗河 | Mediterranean Sea
Tagus | 塔霍河 | Atlantic Ocean
Douro | 杜罗河 | Atlantic Ocean
Dnieper | 第聂伯河 | Black Sea
Don | 顿河 | Sea of Azov
Ural | 乌拉尔河 | Caspian Sea
Neva | 涅瓦河 | Baltic Sea
Ob | 鄂毕河 | Arctic Ocean
Yenisei | 叶尼塞河 | Arctic Ocean
Lena | 勒拿河 | Arctic Ocean
Ganges | 恒河 | Bay of Bengal
Indus | 印度河 | Arabian Sea
Mekong | 湄公河 | South China Sea
Irrawaddy | 伊洛瓦底江 | Andaman Sea
Tigris | 底格里斯河 | Persian Gulf
Jordan River | 约旦河 | Dead Sea
Congo River | 刚果河 | Atlantic Ocean
Niger River | 尼日尔河 | Atlantic Ocean
Zambezi | 赞比西河 | Indian Ocean
Orange River | 奥兰治河 | Atlantic Ocean
Limpopo | 林波波河 | Indian Ocean
Senegal River | 塞内加尔河 | Atlantic Ocean
Missouri River | 密苏里河 | Mississippi
Ohio River | 俄亥俄河 | Mississippi
Colorado River | 科罗拉多河 | Gulf of California
Rio Grande | 格兰德河 | Gulf of Mexico
Hudson | 哈得孙河 | Atlantic Ocean
Yukon | 育空河 | Bering Sea
Mackenzie River | 马更些河 | Arctic Ocean
Saint Lawrence | 圣劳伦斯河 | Atlantic Ocean
Orinoco | 奥里诺科河 | Atlantic Ocean
Murray River | 墨累河 | Southern Ocean
Main | 美因河 | Rhine
Moselle | 摩泽尔河 | Rhine
Neckar | 内卡河 | Rhine
Inn | 因河 | Danube
Sava | 萨瓦河 | Danube
Tisza | 蒂萨河 | Danube
Drava | 德拉瓦河 | Danube
Kama | 卡马河 | Volga
Oka | 奥卡河 | Volga
`;

/** Dish | the country it comes from. */
export const DISHES = `
pizza | Italy
lasagna | Italy
risotto | Italy
tiramisu | Italy
gnocchi | Italy
carbonara | Italy
paella | Spain
gazpacho | Spain
tortilla espanola | Spain
ratatouille | France
bouillabaisse | France
coq au vin | France
quiche Lorraine | France
sauerkraut | Germany
bratwurst | Germany
pretzel | Germany
Wiener schnitzel | Austria
Sachertorte | Austria
goulash | Hungary
langos | Hungary
pierogi | Poland
bigos | Poland
borscht | Ukraine
pelmeni | Russia
blini | Russia
beef stroganoff | Russia
khachapuri | Georgia
khinkali | Georgia
moussaka | Greece
tzatziki | Greece
souvlaki | Greece
fondue | Switzerland
raclette | Switzerland
rosti | Switzerland
smorrebrod | Denmark
lutefisk | Norway
gravlax | Sweden
surstromming | Sweden
fish and chips | United Kingdom
shepherd's pie | United Kingdom
haggis | United Kingdom
Irish stew | Ireland
colcannon | Ireland
stroopwafel | Netherlands
bitterballen | Netherlands
pastel de nata | Portugal
francesinha | Portugal
sushi | Japan
tempura | Japan
okonomiyaki | Japan
takoyaki | Japan
sukiyaki | Japan
kimchi | South Korea
bibimbap | South Korea
bulgogi | South Korea
tteokbokki | South Korea
mapo tofu | China
Peking duck | China
xiaolongbao | China
kung pao chicken | China
zongzi | China
pho | Vietnam
banh mi | Vietnam
pad thai | Thailand
tom yum | Thailand
massaman curry | Thailand
rendang | Indonesia
nasi goreng | Indonesia
gado-gado | Indonesia
nasi lemak | Malaysia
adobo | Philippines
sinigang | Philippines
biryani | India
samosa | India
masala dosa | India
vindaloo | India
tandoori chicken | India
plov | Uzbekistan
beshbarmak | Kazakhstan
tabbouleh | Lebanon
mansaf | Jordan
kushari | Egypt
tagine | Morocco
pastilla | Morocco
injera | Ethiopia
doro wat | Ethiopia
thieboudienne | Senegal
bobotie | South Africa
biltong | South Africa
bunny chow | South Africa
taco | Mexico
guacamole | Mexico
mole poblano | Mexico
enchilada | Mexico
pozole | Mexico
pupusa | El Salvador
gallo pinto | Costa Rica
ropa vieja | Cuba
feijoada | Brazil
pao de queijo | Brazil
asado | Argentina
chimichurri | Argentina
ceviche | Peru
lomo saltado | Peru
bandeja paisa | Colombia
poutine | Canada
Nanaimo bar | Canada
jambalaya | United States
gumbo | United States
clam chowder | United States
lamington | Australia
`;

/** Language | the family it belongs to | the script it is written in. */
export const LANGUAGES = `
French | Romance | Latin
Italian | Romance | Latin
Spanish | Romance | Latin
Portuguese | Romance | Latin
Romanian | Romance | Latin
Catalan | Romance | Latin
Latin | Italic | Latin
English | Germanic | Latin
German | Germanic | Latin
Dutch | Germanic | Latin
Danish | Germanic | Latin
Swedish | Germanic | Latin
Norwegian | Germanic | Latin
Icelandic | Germanic | Latin
Luxembourgish | Germanic | Latin
Yiddish | Germanic | Hebrew
Russian | Slavic | Cyrillic
Ukrainian | Slavic | Cyrillic
Bulgarian | Slavic | Cyrillic
Macedonian | Slavic | Cyrillic
Polish | Slavic | Latin
Czech | Slavic | Latin
Slovak | Slavic | Latin
Slovene | Slavic | Latin
Croatian | Slavic | Latin
Bosnian | Slavic | Latin
Serbian | Slavic | Cyrillic
Latvian | Baltic | Latin
Lithuanian | Baltic | Latin
Greek | Hellenic | Greek
Albanian | Albanian | Latin
Armenian | Armenian | Armenian
Finnish | Uralic | Latin
Estonian | Uralic | Latin
Hungarian | Uralic | Latin
Hindi | Indo-Aryan | Devanagari
Nepali | Indo-Aryan | Devanagari
Marathi | Indo-Aryan | Devanagari
Bengali | Indo-Aryan | Bengali
Gujarati | Indo-Aryan | Gujarati
Urdu | Indo-Aryan | Arabic
Sinhala | Indo-Aryan | Sinhala
Dhivehi | Indo-Aryan | Thaana
Persian | Iranian | Arabic
Dari | Iranian | Arabic
Tajik | Iranian | Cyrillic
Arabic | Semitic | Arabic
Hebrew | Semitic | Hebrew
Maltese | Semitic | Latin
Amharic | Semitic | Ethiopic
Tigrinya | Semitic | Ethiopic
Somali | Cushitic | Latin
Turkish | Turkic | Latin
Azerbaijani | Turkic | Latin
Kazakh | Turkic | Cyrillic
Uzbek | Turkic | Latin
Turkmen | Turkic | Latin
Kyrgyz | Turkic | Cyrillic
Mongolian | Mongolic | Cyrillic
Georgian | Kartvelian | Georgian
Tamil | Dravidian | Tamil
Mandarin | Sinitic | Chinese
Dzongkha | Tibeto-Burman | Tibetan
Burmese | Tibeto-Burman | Burmese
Japanese | Japonic | Japanese
Korean | Koreanic | Hangul
Thai | Tai | Thai
Lao | Tai | Lao
Khmer | Austroasiatic | Khmer
Vietnamese | Austroasiatic | Latin
Malay | Austronesian | Latin
Indonesian | Austronesian | Latin
Filipino | Austronesian | Latin
Malagasy | Austronesian | Latin
Tetum | Austronesian | Latin
Swahili | Bantu | Latin
Zulu | Bantu | Latin
Xhosa | Bantu | Latin
Shona | Bantu | Latin
Sotho | Bantu | Latin
Swazi | Bantu | Latin
Kinyarwanda | Bantu | Latin
Kirundi | Bantu | Latin
Yoruba | Volta-Niger | Latin
Igbo | Volta-Niger | Latin
Bambara | Mande | Latin
Guarani | Tupian | Latin
`;
