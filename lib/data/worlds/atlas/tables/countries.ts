/** Countries of the world, as of 2025. A cell is left empty where the answer is disputed or there is none. */
import type { EntityTable } from "../../world";

export const countries: EntityTable = {
  type: "country",
  columns: [
    "name", "zh", "aliases", "capital", "continent", "language", "currency", "largest-city", "neighbour", "leader",
  ],
  rows: `
France | 法国 |  | Paris | Europe | French | Euro | Paris | Spain;Belgium | Emmanuel Macron
Germany | 德国 |  | Berlin | Europe | German | Euro | Berlin | Poland;Denmark | Friedrich Merz
Italy | 意大利 |  | Rome | Europe | Italian | Euro | Rome | Slovenia;Switzerland | Giorgia Meloni
Spain | 西班牙 |  | Madrid | Europe | Spanish | Euro | Madrid | Portugal;France | Pedro Sanchez
Portugal | 葡萄牙 |  | Lisbon | Europe | Portuguese | Euro | Lisbon | Spain |
United Kingdom | 英国 | UK;Great Britain | London | Europe | English | Pound | London |  | Keir Starmer
Ireland | 爱尔兰 |  | Dublin | Europe | English | Euro | Dublin | United Kingdom | Micheal Martin
Netherlands | 荷兰 | Holland | Amsterdam | Europe | Dutch | Euro | Amsterdam | Germany |
Belgium | 比利时 |  | Brussels | Europe | Dutch | Euro |  | Luxembourg |
Luxembourg | 卢森堡 |  | Luxembourg | Europe | Luxembourgish | Euro | Luxembourg | Belgium |
Switzerland | 瑞士 |  | Bern | Europe | German | Franc | Zurich | Austria |
Austria | 奥地利 |  | Vienna | Europe | German | Euro | Vienna | Hungary |
Denmark | 丹麦 |  | Copenhagen | Europe | Danish | Krone | Copenhagen | Germany | Mette Frederiksen
Norway | 挪威 |  | Oslo | Europe | Norwegian | Krone | Oslo | Sweden | Jonas Gahr Store
Sweden | 瑞典 |  | Stockholm | Europe | Swedish | Krona | Stockholm | Finland;Norway | Ulf Kristersson
Finland | 芬兰 |  | Helsinki | Europe | Finnish | Euro | Helsinki | Russia | Alexander Stubb
Iceland | 冰岛 |  | Reykjavik | Europe | Icelandic | Krona | Reykjavik |  |
Poland | 波兰 |  | Warsaw | Europe | Polish | Zloty | Warsaw | Slovakia;Lithuania | Donald Tusk
Czechia | 捷克 | Czech Republic | Prague | Europe | Czech | Koruna | Prague | Poland | Petr Pavel
Slovakia | 斯洛伐克 |  | Bratislava | Europe | Slovak | Euro | Bratislava | Hungary |
Hungary | 匈牙利 |  | Budapest | Europe | Hungarian | Forint | Budapest | Romania;Serbia | Viktor Orban
Romania | 罗马尼亚 |  | Bucharest | Europe | Romanian | Leu | Bucharest | Bulgaria |
Bulgaria | 保加利亚 |  | Sofia | Europe | Bulgarian |  | Sofia | Greece |
Greece | 希腊 |  | Athens | Europe | Greek | Euro | Athens | Albania | Kyriakos Mitsotakis
Albania | 阿尔巴尼亚 |  | Tirana | Europe | Albanian | Lek | Tirana | Greece |
North Macedonia | 北马其顿 | Macedonia | Skopje | Europe | Macedonian | Denar | Skopje | Bulgaria |
Serbia | 塞尔维亚 |  | Belgrade | Europe | Serbian | Dinar | Belgrade | Hungary |
Montenegro | 黑山 |  | Podgorica | Europe | Montenegrin | Euro | Podgorica | Albania |
Bosnia and Herzegovina | 波斯尼亚和黑塞哥维那 | Bosnia | Sarajevo | Europe | Bosnian | Convertible mark | Sarajevo | Croatia |
Croatia | 克罗地亚 |  | Zagreb | Europe | Croatian | Euro | Zagreb | Slovenia |
Slovenia | 斯洛文尼亚 |  | Ljubljana | Europe | Slovene | Euro | Ljubljana | Croatia |
Estonia | 爱沙尼亚 |  | Tallinn | Europe | Estonian | Euro | Tallinn | Latvia |
Latvia | 拉脱维亚 |  | Riga | Europe | Latvian | Euro | Riga | Estonia |
Lithuania | 立陶宛 |  | Vilnius | Europe | Lithuanian | Euro | Vilnius | Latvia |
Belarus | 白俄罗斯 |  | Minsk | Europe | Russian | Ruble | Minsk | Ukraine |
Ukraine | 乌克兰 |  | Kyiv | Europe | Ukrainian | Hryvnia | Kyiv | Moldova;Romania | Volodymyr Zelensky
Moldova | 摩尔多瓦 |  | Chisinau | Europe | Romanian | Leu | Chisinau | Romania |
Russia | 俄罗斯 | Russian Federation | Moscow | Europe | Russian | Ruble | Moscow | Mongolia;Finland | Vladimir Putin
Malta | 马耳他 |  | Valletta | Europe | Maltese | Euro |  |  |
Andorra | 安道尔 |  | Andorra la Vella | Europe | Catalan | Euro | Andorra la Vella | Spain |
China | 中国 |  | Beijing | Asia | Mandarin | Yuan | Shanghai | Vietnam;Mongolia | Xi Jinping
Japan | 日本 |  | Tokyo | Asia | Japanese | Yen | Tokyo |  | Sanae Takaichi
South Korea | 韩国 |  | Seoul | Asia | Korean | Won | Seoul | North Korea | Lee Jae-myung
North Korea | 朝鲜 |  | Pyongyang | Asia | Korean | Won | Pyongyang | South Korea | Kim Jong Un
Mongolia | 蒙古 |  | Ulaanbaatar | Asia | Mongolian | Tugrik | Ulaanbaatar | China |
India | 印度 |  | New Delhi | Asia | Hindi | Rupee | Mumbai | Nepal;Bangladesh | Narendra Modi
Pakistan | 巴基斯坦 |  | Islamabad | Asia | Urdu | Rupee | Karachi | India | Shehbaz Sharif
Bangladesh | 孟加拉国 |  | Dhaka | Asia | Bengali | Taka | Dhaka | India |
Sri Lanka | 斯里兰卡 | Ceylon |  | Asia | Sinhala | Rupee | Colombo |  |
Nepal | 尼泊尔 |  | Kathmandu | Asia | Nepali | Rupee | Kathmandu | China |
Bhutan | 不丹 |  | Thimphu | Asia | Dzongkha | Ngultrum | Thimphu | India |
Maldives | 马尔代夫 |  | Male | Asia | Dhivehi | Rufiyaa | Male |  |
Afghanistan | 阿富汗 |  | Kabul | Asia | Dari | Afghani | Kabul | Tajikistan |
Iran | 伊朗 | Persia | Tehran | Asia | Persian | Rial | Tehran | Turkmenistan;Iraq |
Iraq | 伊拉克 |  | Baghdad | Asia | Arabic | Dinar | Baghdad | Kuwait |
Syria | 叙利亚 |  | Damascus | Asia | Arabic | Pound |  | Lebanon | Ahmed al-Sharaa
Lebanon | 黎巴嫩 |  | Beirut | Asia | Arabic | Pound | Beirut | Syria |
Israel | 以色列 |  |  | Asia | Hebrew | Shekel |  | Jordan | Benjamin Netanyahu
Jordan | 约旦 |  | Amman | Asia | Arabic | Dinar | Amman | Saudi Arabia |
Saudi Arabia | 沙特阿拉伯 |  | Riyadh | Asia | Arabic | Riyal | Riyadh | Yemen;Oman | Mohammed bin Salman
Yemen | 也门 |  | Sanaa | Asia | Arabic | Rial | Sanaa | Oman |
Oman | 阿曼 |  | Muscat | Asia | Arabic | Rial | Muscat | Yemen |
United Arab Emirates | 阿联酋 | UAE | Abu Dhabi | Asia | Arabic | Dirham | Dubai | Oman |
Qatar | 卡塔尔 |  | Doha | Asia | Arabic | Riyal | Doha | Saudi Arabia |
Bahrain | 巴林 |  | Manama | Asia | Arabic | Dinar | Manama |  |
Kuwait | 科威特 |  | Kuwait City | Asia | Arabic | Dinar | Kuwait City | Iraq |
Turkey | 土耳其 | Turkiye | Ankara | Asia | Turkish | Lira | Istanbul | Syria;Georgia | Recep Tayyip Erdogan
Georgia | 格鲁吉亚 |  | Tbilisi | Asia | Georgian | Lari | Tbilisi | Armenia |
Armenia | 亚美尼亚 |  | Yerevan | Asia | Armenian | Dram | Yerevan | Georgia |
Azerbaijan | 阿塞拜疆 |  | Baku | Asia | Azerbaijani | Manat | Baku | Armenia |
Kazakhstan | 哈萨克斯坦 |  | Astana | Asia | Kazakh | Tenge | Almaty | Kyrgyzstan | Kassym-Jomart Tokayev
Uzbekistan | 乌兹别克斯坦 |  | Tashkent | Asia | Uzbek | Som | Tashkent | Kazakhstan |
Turkmenistan | 土库曼斯坦 |  | Ashgabat | Asia | Turkmen | Manat | Ashgabat | Uzbekistan |
Kyrgyzstan | 吉尔吉斯斯坦 |  | Bishkek | Asia | Kyrgyz | Som | Bishkek | Tajikistan |
Tajikistan | 塔吉克斯坦 |  | Dushanbe | Asia | Tajik | Somoni | Dushanbe | Kyrgyzstan |
Myanmar | 缅甸 | Burma | Naypyidaw | Asia | Burmese | Kyat | Yangon | Thailand |
Thailand | 泰国 | Siam | Bangkok | Asia | Thai | Baht | Bangkok | Malaysia;Laos |
Laos | 老挝 |  | Vientiane | Asia | Lao | Kip | Vientiane | Vietnam |
Cambodia | 柬埔寨 |  | Phnom Penh | Asia | Khmer | Riel | Phnom Penh | Laos |
Vietnam | 越南 |  | Hanoi | Asia | Vietnamese | Dong | Ho Chi Minh City | Cambodia |
Malaysia | 马来西亚 |  | Kuala Lumpur | Asia | Malay | Ringgit | Kuala Lumpur | Brunei | Anwar Ibrahim
Singapore | 新加坡 |  | Singapore | Asia | English | Dollar | Singapore |  | Lawrence Wong
Brunei | 文莱 |  | Bandar Seri Begawan | Asia | Malay | Dollar | Bandar Seri Begawan | Malaysia |
Indonesia | 印度尼西亚 |  | Jakarta | Asia | Indonesian | Rupiah | Jakarta | Papua New Guinea;Malaysia | Prabowo Subianto
Philippines | 菲律宾 |  | Manila | Asia | Filipino | Peso | Quezon City |  | Bongbong Marcos
East Timor | 东帝汶 | Timor-Leste | Dili | Asia | Tetum | Dollar | Dili | Indonesia |
Egypt | 埃及 |  | Cairo | Africa | Arabic | Pound | Cairo | Libya;Sudan | Abdel Fattah el-Sisi
Libya | 利比亚 |  | Tripoli | Africa | Arabic | Dinar | Tripoli | Tunisia |
Tunisia | 突尼斯 |  | Tunis | Africa | Arabic | Dinar | Tunis | Algeria |
Algeria | 阿尔及利亚 |  | Algiers | Africa | Arabic | Dinar | Algiers | Morocco |
Morocco | 摩洛哥 |  | Rabat | Africa | Arabic | Dirham | Casablanca | Algeria |
Mauritania | 毛里塔尼亚 |  | Nouakchott | Africa | Arabic | Ouguiya | Nouakchott | Mali |
Mali | 马里 |  | Bamako | Africa | Bambara | CFA franc | Bamako | Niger |
Niger | 尼日尔 |  | Niamey | Africa |  | CFA franc | Niamey | Nigeria |
Chad | 乍得 |  | N'Djamena | Africa | Arabic | CFA franc | N'Djamena | Sudan |
Sudan | 苏丹 |  | Khartoum | Africa | Arabic | Pound |  | Eritrea |
South Sudan | 南苏丹 |  | Juba | Africa | English | Pound | Juba | Sudan |
Ethiopia | 埃塞俄比亚 |  | Addis Ababa | Africa | Amharic | Birr | Addis Ababa | Somalia | Abiy Ahmed
Eritrea | 厄立特里亚 |  | Asmara | Africa | Tigrinya | Nakfa | Asmara | Ethiopia |
Somalia | 索马里 |  | Mogadishu | Africa | Somali | Shilling | Mogadishu | Kenya |
Kenya | 肯尼亚 |  | Nairobi | Africa | Swahili | Shilling | Nairobi | Uganda;Tanzania | William Ruto
Uganda | 乌干达 |  | Kampala | Africa | English | Shilling | Kampala | Rwanda |
Tanzania | 坦桑尼亚 |  | Dodoma | Africa | Swahili | Shilling | Dar es Salaam | Mozambique |
Rwanda | 卢旺达 |  | Kigali | Africa | Kinyarwanda | Franc | Kigali | Burundi | Paul Kagame
Burundi | 布隆迪 |  | Gitega | Africa | Kirundi | Franc | Bujumbura | Rwanda |
DR Congo | 刚果民主共和国 | Democratic Republic of the Congo;Zaire | Kinshasa | Africa | French | Franc | Kinshasa | Zambia |
Republic of the Congo | 刚果共和国 | Congo-Brazzaville | Brazzaville | Africa | French | CFA franc | Brazzaville | Gabon |
Central African Republic | 中非共和国 |  | Bangui | Africa | Sango | CFA franc | Bangui | Chad |
Cameroon | 喀麦隆 |  | Yaounde | Africa | French | CFA franc | Douala | Nigeria |
Gabon | 加蓬 |  | Libreville | Africa | French | CFA franc | Libreville | Cameroon |
Nigeria | 尼日利亚 |  | Abuja | Africa | English | Naira | Lagos | Benin;Niger | Bola Tinubu
Benin | 贝宁 | Dahomey | Porto-Novo | Africa | French | CFA franc | Cotonou | Togo |
Togo | 多哥 |  | Lome | Africa | French | CFA franc | Lome | Ghana |
Ghana | 加纳 | Gold Coast | Accra | Africa | English | Cedi |  | Togo | John Mahama
Burkina Faso | 布基纳法索 | Upper Volta | Ouagadougou | Africa |  | CFA franc | Ouagadougou | Mali |
Ivory Coast | 科特迪瓦 | Cote d'Ivoire | Yamoussoukro | Africa | French | CFA franc | Abidjan | Liberia |
Liberia | 利比里亚 |  | Monrovia | Africa | English | Dollar | Monrovia | Sierra Leone |
Sierra Leone | 塞拉利昂 |  | Freetown | Africa | English | Leone | Freetown | Liberia |
Guinea | 几内亚 |  | Conakry | Africa | French | Franc | Conakry | Mali |
Gambia | 冈比亚 |  | Banjul | Africa | English | Dalasi | Serekunda | Senegal |
Senegal | 塞内加尔 |  | Dakar | Africa | French | CFA franc | Dakar | Gambia |
Cape Verde | 佛得角 | Cabo Verde | Praia | Africa | Portuguese | Escudo | Praia |  |
Angola | 安哥拉 |  | Luanda | Africa | Portuguese | Kwanza | Luanda | Namibia |
Zambia | 赞比亚 |  | Lusaka | Africa | English | Kwacha | Lusaka | Malawi |
Malawi | 马拉维 |  | Lilongwe | Africa | English | Kwacha | Lilongwe | Mozambique |
Mozambique | 莫桑比克 |  | Maputo | Africa | Portuguese | Metical |  | Malawi |
Zimbabwe | 津巴布韦 | Rhodesia | Harare | Africa | Shona | ZiG | Harare | Botswana |
Botswana | 博茨瓦纳 |  | Gaborone | Africa | English | Pula | Gaborone | Namibia |
Namibia | 纳米比亚 |  | Windhoek | Africa | English | Dollar | Windhoek | Angola |
South Africa | 南非 |  | Pretoria | Africa | Zulu | Rand | Johannesburg | Lesotho;Namibia | Cyril Ramaphosa
Lesotho | 莱索托 |  | Maseru | Africa | Sotho | Loti | Maseru | South Africa |
Eswatini | 斯威士兰 | Swaziland | Mbabane | Africa | Swazi | Lilangeni |  | South Africa |
Madagascar | 马达加斯加 |  | Antananarivo | Africa | Malagasy | Ariary | Antananarivo |  |
Mauritius | 毛里求斯 |  | Port Louis | Africa | English | Rupee | Port Louis |  |
United States | 美国 | USA;America;US | Washington | North America | English | Dollar | New York City | Canada;Mexico | Donald Trump
Canada | 加拿大 |  | Ottawa | North America | English | Dollar | Toronto | United States | Mark Carney
Mexico | 墨西哥 |  | Mexico City | North America | Spanish | Peso | Mexico City | Guatemala;Belize | Claudia Sheinbaum
Guatemala | 危地马拉 |  | Guatemala City | North America | Spanish | Quetzal | Guatemala City | Mexico |
Belize | 伯利兹 | British Honduras | Belmopan | North America | English | Dollar | Belize City | Guatemala |
Honduras | 洪都拉斯 |  | Tegucigalpa | North America | Spanish | Lempira | Tegucigalpa | Nicaragua |
El Salvador | 萨尔瓦多 |  | San Salvador | North America | Spanish | Dollar | San Salvador | Honduras | Nayib Bukele
Nicaragua | 尼加拉瓜 |  | Managua | North America | Spanish | Cordoba | Managua | Costa Rica |
Costa Rica | 哥斯达黎加 |  | San Jose | North America | Spanish | Colon | San Jose | Panama |
Panama | 巴拿马 |  | Panama City | North America | Spanish | Balboa | Panama City | Colombia |
Cuba | 古巴 |  | Havana | North America | Spanish | Peso | Havana |  | Miguel Diaz-Canel
Jamaica | 牙买加 |  | Kingston | North America | English | Dollar | Kingston |  |
Haiti | 海地 |  | Port-au-Prince | North America | Haitian Creole | Gourde | Port-au-Prince | Dominican Republic |
Dominican Republic | 多米尼加 |  | Santo Domingo | North America | Spanish | Peso | Santo Domingo | Haiti |
Bahamas | 巴哈马 |  | Nassau | North America | English | Dollar | Nassau |  |
Brazil | 巴西 |  | Brasilia | South America | Portuguese | Real | Sao Paulo | Uruguay;Peru | Lula da Silva
Argentina | 阿根廷 |  | Buenos Aires | South America | Spanish | Peso | Buenos Aires | Chile;Paraguay | Javier Milei
Chile | 智利 |  | Santiago | South America | Spanish | Peso | Santiago | Argentina |
Peru | 秘鲁 |  | Lima | South America | Spanish | Sol | Lima | Ecuador;Chile |
Bolivia | 玻利维亚 |  | Sucre | South America | Spanish | Boliviano | Santa Cruz de la Sierra | Paraguay |
Paraguay | 巴拉圭 |  | Asuncion | South America | Guarani | Guarani | Asuncion | Argentina |
Uruguay | 乌拉圭 |  | Montevideo | South America | Spanish | Peso | Montevideo | Argentina |
Colombia | 哥伦比亚 |  | Bogota | South America | Spanish | Peso | Bogota | Venezuela | Gustavo Petro
Venezuela | 委内瑞拉 |  | Caracas | South America | Spanish | Bolivar | Caracas | Colombia |
Ecuador | 厄瓜多尔 |  | Quito | South America | Spanish | Dollar |  | Peru |
Guyana | 圭亚那 |  | Georgetown | South America | English | Dollar | Georgetown | Suriname |
Suriname | 苏里南 |  | Paramaribo | South America | Dutch | Dollar | Paramaribo | Guyana |
Australia | 澳大利亚 |  | Canberra | Oceania | English | Dollar | Sydney |  | Anthony Albanese
New Zealand | 新西兰 | Aotearoa | Wellington | Oceania | English | Dollar | Auckland |  | Christopher Luxon
Papua New Guinea | 巴布亚新几内亚 |  | Port Moresby | Oceania | Tok Pisin | Kina | Port Moresby | Indonesia |
Fiji | 斐济 |  | Suva | Oceania | English | Dollar | Suva |  |
Vanuatu | 瓦努阿图 | New Hebrides | Port Vila | Oceania | Bislama | Vatu | Port Vila |  |
`,
};
