/** Landmarks, with their country and, where one is natural, their city. */
import type { EntityTable } from "../../world";

export const landmarks: EntityTable = {
  type: "landmark",
  columns: ["name", "zh", "aliases", "landmark-country", "landmark-city"],
  rows: `
Eiffel Tower | 埃菲尔铁塔 | | France | Paris
Louvre | 卢浮宫 | Louvre Museum | France | Paris
Arc de Triomphe | 凯旋门 | | France | Paris
Notre-Dame Cathedral | 巴黎圣母院 | Notre-Dame de Paris | France | Paris
Palace of Versailles | 凡尔赛宫 | | France |
Mont-Saint-Michel | 圣米歇尔山 | | France |
Pont du Gard | | | France |
Brandenburg Gate | 勃兰登堡门 | | Germany | Berlin
Reichstag | 德国国会大厦 | | Germany | Berlin
Neuschwanstein Castle | 新天鹅堡 | | Germany |
Cologne Cathedral | 科隆大教堂 | | Germany | Cologne
Colosseum | 罗马斗兽场 | | Italy | Rome
Trevi Fountain | 特雷维喷泉 | | Italy | Rome
Leaning Tower of Pisa | 比萨斜塔 | Tower of Pisa | Italy | Pisa
Uffizi Gallery | 乌菲兹美术馆 | | Italy | Florence
Ponte Vecchio | 老桥 | | Italy | Florence
Rialto Bridge | 里亚托桥 | | Italy | Venice
Doge's Palace | | | Italy | Venice
La Scala | 斯卡拉歌剧院 | | Italy | Milan
Mount Vesuvius | 维苏威火山 | | Italy |
Mount Etna | 埃特纳火山 | | Italy |
Pompeii | 庞贝 | | Italy |
Lake Como | 科莫湖 | | Italy |
Sagrada Familia | 圣家堂 | | Spain | Barcelona
Park Guell | | | Spain | Barcelona
Alhambra | 阿尔罕布拉宫 | | Spain | Granada
Prado Museum | 普拉多博物馆 | | Spain | Madrid
Guggenheim Bilbao | | | Spain | Bilbao
Mezquita | | | Spain | Cordoba
Belem Tower | 贝伦塔 | | Portugal | Lisbon
Pena Palace | | | Portugal | Sintra
Big Ben | 大本钟 | | United Kingdom | London
Tower Bridge | 塔桥 | | United Kingdom | London
Buckingham Palace | 白金汉宫 | | United Kingdom | London
British Museum | 大英博物馆 | | United Kingdom | London
Tower of London | 伦敦塔 | | United Kingdom | London
Stonehenge | 巨石阵 | | United Kingdom |
Hadrian's Wall | 哈德良长城 | | United Kingdom |
Loch Ness | 尼斯湖 | | United Kingdom |
Giant's Causeway | 巨人堤道 | | United Kingdom |
Edinburgh Castle | 爱丁堡城堡 | | United Kingdom | Edinburgh
Windsor Castle | 温莎城堡 | | United Kingdom |
Thames | 泰晤士河 | | United Kingdom | London
Cliffs of Moher | 莫赫悬崖 | | Ireland |
Rijksmuseum | 荷兰国立博物馆 | | Netherlands | Amsterdam
Anne Frank House | 安妮之家 | | Netherlands | Amsterdam
Keukenhof | 库肯霍夫公园 | | Netherlands |
Atomium | 原子塔 | | Belgium | Brussels
Manneken Pis | 撒尿小童 | | Belgium | Brussels
Chapel Bridge | 卡佩尔桥 | | Switzerland | Lucerne
Jungfrau | 少女峰 | | Switzerland |
Eiger | 艾格峰 | | Switzerland |
Schonbrunn Palace | 美泉宫 | | Austria | Vienna
Belvedere Palace | 美景宫 | | Austria | Vienna
Tivoli Gardens | 蒂沃利公园 | | Denmark | Copenhagen
Little Mermaid Statue | 小美人鱼雕像 | | Denmark | Copenhagen
Vigeland Park | 维格兰公园 | | Norway | Oslo
Bryggen | | | Norway | Bergen
Geirangerfjord | 盖朗厄尔峡湾 | | Norway |
Preikestolen | 布道石 | | Norway |
Vasa Museum | 瓦萨博物馆 | | Sweden | Stockholm
Suomenlinna | 芬兰堡 | | Finland | Helsinki
Hallgrimskirkja | 哈尔格林姆教堂 | | Iceland | Reykjavik
Blue Lagoon | 蓝湖 | | Iceland |
Wawel Castle | 瓦维尔城堡 | | Poland | Krakow
Wieliczka Salt Mine | 维利奇卡盐矿 | | Poland |
Malbork Castle | 马尔堡城堡 | | Poland |
Charles Bridge | 查理大桥 | | Czechia | Prague
Prague Castle | 布拉格城堡 | | Czechia | Prague
Chain Bridge | 链子桥 | | Hungary | Budapest
Fisherman's Bastion | 渔人堡 | | Hungary | Budapest
Lake Balaton | 巴拉顿湖 | | Hungary |
Bran Castle | 布朗城堡 | | Romania |
Palace of the Parliament | 议会宫 | | Romania | Bucharest
Rila Monastery | 里拉修道院 | | Bulgaria |
Parthenon | 帕特农神庙 | | Greece | Athens
Acropolis | 雅典卫城 | | Greece | Athens
Mount Olympus | 奥林匹斯山 | | Greece |
Meteora | 迈泰奥拉 | | Greece |
Palace of Knossos | 克诺索斯王宫 | | Greece |
Delphi | 德尔斐 | | Greece |
Temple of Saint Sava | | | Serbia | Belgrade
Stari Most | 莫斯塔尔古桥 | | Bosnia and Herzegovina | Mostar
Diocletian's Palace | 戴克里先宫 | | Croatia | Split
Plitvice Lakes | 十六湖 | | Croatia |
Lake Bled | 布莱德湖 | | Slovenia |
Postojna Cave | 波斯托伊纳溶洞 | | Slovenia |
Triple Bridge | 三重桥 | | Slovenia | Ljubljana
Bay of Kotor | 科托尔湾 | | Montenegro |
House of the Blackheads | 黑头宫 | | Latvia | Riga
Trakai Castle | 特拉凯城堡 | | Lithuania |
Mir Castle | 米尔城堡 | | Belarus |
Pechersk Lavra | 洞窟修道院 | | Ukraine | Kyiv
Potemkin Stairs | 波将金阶梯 | | Ukraine | Odesa
Kremlin | 克里姆林宫 | | Russia | Moscow
Red Square | 红场 | | Russia | Moscow
Bolshoi Theatre | 莫斯科大剧院 | | Russia | Moscow
Hermitage Museum | 艾尔米塔什博物馆 | | Russia | Saint Petersburg
Winter Palace | 冬宫 | | Russia | Saint Petersburg
Lake Baikal | 贝加尔湖 | | Russia |
Volga | 伏尔加河 | | Russia |
Mount Elbrus | 厄尔布鲁士山 | | Russia |
Great Wall | 长城 | Great Wall of China | China |
Forbidden City | 故宫 | | China | Beijing
Temple of Heaven | 天坛 | | China | Beijing
Summer Palace | 颐和园 | | China | Beijing
Terracotta Army | 兵马俑 | | China | Xi'an
Potala Palace | 布达拉宫 | | China | Lhasa
West Lake | 西湖 | | China | Hangzhou
Oriental Pearl Tower | 东方明珠 | | China | Shanghai
The Bund | 外滩 | | China | Shanghai
Canton Tower | 广州塔 | | China | Guangzhou
Yellow Crane Tower | 黄鹤楼 | | China | Wuhan
Yangtze | 长江 | | China |
Yellow River | 黄河 | | China |
Mount Tai | 泰山 | | China |
Three Gorges Dam | 三峡大坝 | | China |
Mogao Caves | 莫高窟 | | China |
Leshan Giant Buddha | 乐山大佛 | | China |
Victoria Harbour | 维多利亚港 | | China | Hong Kong
Mount Fuji | 富士山 | | Japan |
Tokyo Tower | 东京塔 | | Japan | Tokyo
Tokyo Skytree | 东京晴空塔 | | Japan | Tokyo
Kinkaku-ji | 金阁寺 | Golden Pavilion | Japan | Kyoto
Fushimi Inari Shrine | 伏见稻荷大社 | | Japan | Kyoto
Osaka Castle | 大阪城 | | Japan | Osaka
Himeji Castle | 姬路城 | | Japan |
Todai-ji | 东大寺 | | Japan | Nara
Atomic Bomb Dome | 原爆圆顶馆 | | Japan | Hiroshima
Gyeongbokgung | 景福宫 | | South Korea | Seoul
Hallasan | 汉拿山 | | South Korea |
Juche Tower | 主体思想塔 | | North Korea | Pyongyang
Taj Mahal | 泰姬陵 | | India | Agra
Red Fort | 红堡 | | India |
Golden Temple | 金庙 | | India | Amritsar
Hawa Mahal | 风之宫 | | India | Jaipur
Ajanta Caves | 阿旃陀石窟 | | India |
Mohenjo-daro | 摩亨佐达罗 | | Pakistan |
Badshahi Mosque | 巴德夏希清真寺 | | Pakistan | Lahore
Faisal Mosque | 费萨尔清真寺 | | Pakistan | Islamabad
Sigiriya | 锡吉里亚 | | Sri Lanka |
Temple of the Tooth | 佛牙寺 | | Sri Lanka | Kandy
Boudhanath | 博达哈大佛塔 | | Nepal | Kathmandu
Annapurna | 安纳布尔纳峰 | | Nepal |
Tiger's Nest | 虎穴寺 | | Bhutan |
Persepolis | 波斯波利斯 | | Iran |
Naqsh-e Jahan Square | 伊玛目广场 | | Iran | Isfahan
Babylon | 巴比伦 | | Iraq |
Palmyra | 帕尔米拉 | | Syria |
Krak des Chevaliers | 骑士堡 | | Syria |
Umayyad Mosque | 倭马亚大清真寺 | | Syria | Damascus
Baalbek | 巴勒贝克 | | Lebanon |
Masada | 马萨达 | | Israel |
Petra | 佩特拉 | | Jordan |
Wadi Rum | 瓦迪拉姆 | | Jordan |
Kaaba | 克尔白 | | Saudi Arabia | Mecca
Burj Khalifa | 哈利法塔 | | United Arab Emirates | Dubai
Burj Al Arab | 帆船酒店 | | United Arab Emirates | Dubai
Sheikh Zayed Mosque | 谢赫扎耶德清真寺 | | United Arab Emirates | Abu Dhabi
Hagia Sophia | 圣索菲亚 | | Turkey | Istanbul
Blue Mosque | 蓝色清真寺 | | Turkey | Istanbul
Mount Ararat | 亚拉腊山 | | Turkey |
Cappadocia | 卡帕多西亚 | | Turkey |
Ephesus | 以弗所 | | Turkey |
Lake Sevan | 塞凡湖 | | Armenia |
Flame Towers | 火焰塔 | | Azerbaijan | Baku
Bayterek Tower | 巴伊杰列克塔 | | Kazakhstan | Astana
Registan | 雷吉斯坦 | | Uzbekistan | Samarkand
Issyk-Kul | 伊塞克湖 | | Kyrgyzstan |
Shwedagon Pagoda | 仰光大金塔 | | Myanmar | Yangon
Bagan | 蒲甘 | | Myanmar |
Wat Arun | 郑王庙 | | Thailand | Bangkok
Angkor Wat | 吴哥窟 | | Cambodia | Siem Reap
Plain of Jars | 石缸平原 | | Laos |
Ha Long Bay | 下龙湾 | | Vietnam |
Temple of Literature | 文庙 | | Vietnam | Hanoi
Petronas Towers | 双子塔 | | Malaysia | Kuala Lumpur
Mount Kinabalu | 京那巴鲁山 | | Malaysia |
Merlion | 鱼尾狮 | | Singapore |
Borobudur | 婆罗浮屠 | | Indonesia |
Krakatoa | 喀拉喀托火山 | | Indonesia |
Lake Toba | 多巴湖 | | Indonesia |
Mount Bromo | 婆罗摩火山 | | Indonesia |
Chocolate Hills | 巧克力山 | | Philippines |
Intramuros | 王城 | | Philippines | Manila
Great Sphinx | 狮身人面像 | | Egypt | Giza
Great Pyramid | 胡夫金字塔 | | Egypt | Giza
Karnak | 卡尔纳克神庙 | | Egypt | Luxor
Abu Simbel | 阿布辛贝 | | Egypt |
Suez Canal | 苏伊士运河 | | Egypt |
Valley of the Kings | 帝王谷 | | Egypt | Luxor
Leptis Magna | 大莱普提斯 | | Libya |
Carthage | 迦太基 | | Tunisia |
Hassan II Mosque | 哈桑二世清真寺 | | Morocco | Casablanca
Jemaa el-Fnaa | 德吉玛广场 | | Morocco | Marrakesh
Lalibela | 拉利贝拉 | | Ethiopia |
Lake Tana | 塔纳湖 | | Ethiopia |
Mount Kenya | 肯尼亚山 | | Kenya |
Fort Jesus | 耶稣堡 | | Kenya | Mombasa
Kilimanjaro | 乞力马扎罗山 | Mount Kilimanjaro | Tanzania |
Ngorongoro Crater | 恩戈罗恩戈罗 | | Tanzania |
Great Mosque of Djenne | 杰内大清真寺 | | Mali |
Elmina Castle | 埃尔米纳城堡 | | Ghana |
Great Zimbabwe | 大津巴布韦 | | Zimbabwe |
Okavango Delta | 奥卡万戈三角洲 | | Botswana |
Sossusvlei | 索苏斯盐沼 | | Namibia |
Table Mountain | 桌山 | | South Africa | Cape Town
Robben Island | 罗本岛 | | South Africa |
Statue of Liberty | 自由女神像 | | United States | New York City
Empire State Building | 帝国大厦 | | United States | New York City
Central Park | 中央公园 | | United States | New York City
Golden Gate Bridge | 金门大桥 | | United States | San Francisco
Alcatraz | 恶魔岛 | | United States | San Francisco
White House | 白宫 | | United States | Washington
Lincoln Memorial | 林肯纪念堂 | | United States | Washington
Space Needle | 太空针塔 | | United States | Seattle
Willis Tower | 威利斯大厦 | | United States | Chicago
Liberty Bell | 自由钟 | | United States | Philadelphia
Hollywood Sign | 好莱坞标志 | | United States | Los Angeles
Grand Canyon | 大峡谷 | | United States |
Mount Rushmore | 拉什莫尔山 | | United States |
Hoover Dam | 胡佛水坝 | | United States |
Mississippi | 密西西比河 | | United States |
CN Tower | 加拿大国家电视塔 | | Canada | Toronto
Chateau Frontenac | 芳堤娜城堡 | | Canada | Quebec City
Rideau Canal | 里多运河 | | Canada | Ottawa
Lake Louise | 路易斯湖 | | Canada |
Chichen Itza | 奇琴伊察 | | Mexico |
Teotihuacan | 特奥蒂瓦坎 | | Mexico |
Angel of Independence | 独立天使纪念碑 | | Mexico | Mexico City
Popocatepetl | 波波卡特佩特火山 | | Mexico |
Tikal | 蒂卡尔 | | Guatemala |
Great Blue Hole | 大蓝洞 | | Belize |
Copan | 科潘 | | Honduras |
Lake Nicaragua | 尼加拉瓜湖 | | Nicaragua |
Arenal Volcano | 阿雷纳火山 | | Costa Rica |
Panama Canal | 巴拿马运河 | | Panama |
El Capitolio | 国会大厦 | | Cuba | Havana
Christ the Redeemer | 基督像 | | Brazil | Rio de Janeiro
Sugarloaf Mountain | 面包山 | | Brazil | Rio de Janeiro
Maracana | 马拉卡纳体育场 | | Brazil | Rio de Janeiro
Teatro Colon | 科隆剧院 | | Argentina | Buenos Aires
Casa Rosada | 玫瑰宫 | | Argentina | Buenos Aires
Aconcagua | 阿空加瓜山 | | Argentina |
Perito Moreno Glacier | 莫雷诺冰川 | | Argentina |
Torres del Paine | 百内 | | Chile |
Easter Island | 复活节岛 | | Chile |
La Moneda Palace | 拉莫内达宫 | | Chile | Santiago
Machu Picchu | 马丘比丘 | | Peru |
Nazca Lines | 纳斯卡线条 | | Peru |
Sacsayhuaman | 萨克塞瓦曼 | | Peru | Cusco
Salar de Uyuni | 乌尤尼盐沼 | | Bolivia |
Tiwanaku | 蒂亚瓦纳科 | | Bolivia |
Angel Falls | 安赫尔瀑布 | | Venezuela |
Monserrate | 蒙塞拉特山 | | Colombia | Bogota
Cotopaxi | 科托帕希火山 | | Ecuador |
Galapagos Islands | 加拉帕戈斯群岛 | | Ecuador |
Kaieteur Falls | 凯厄图尔瀑布 | | Guyana |
Sydney Opera House | 悉尼歌剧院 | | Australia | Sydney
Sydney Harbour Bridge | 悉尼海港大桥 | | Australia | Sydney
Uluru | 乌鲁鲁 | Ayers Rock | Australia |
Great Barrier Reef | 大堡礁 | | Australia |
Flinders Street Station | 弗林德斯街车站 | | Australia | Melbourne
Milford Sound | 米尔福德峡湾 | | New Zealand |
Sky Tower | 天空塔 | | New Zealand | Auckland
`,
};
