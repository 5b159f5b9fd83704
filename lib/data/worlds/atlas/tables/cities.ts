/** Cities that are not national capitals, and their countries. */
import type { EntityTable } from "../../world";

export const cities: EntityTable = {
  type: "city",
  columns: ["name", "zh", "aliases", "city-country"],
  rows: `
Marseille | 马赛 | | France
Lyon | 里昂 | | France
Toulouse | 图卢兹 | | France
Nice | 尼斯 | | France
Bordeaux | 波尔多 | | France
Nantes | 南特 | | France
Reims | 兰斯 | | France
Avignon | 阿维尼翁 | | France
Hamburg | 汉堡 | | Germany
Munich | 慕尼黑 | | Germany
Cologne | 科隆 | | Germany
Frankfurt | 法兰克福 | | Germany
Stuttgart | 斯图加特 | | Germany
Dresden | 德累斯顿 | | Germany
Leipzig | 莱比锡 | | Germany
Nuremberg | 纽伦堡 | | Germany
Heidelberg | 海德堡 | | Germany
Bonn | 波恩 | | Germany
Milan | 米兰 | | Italy
Naples | 那不勒斯 | | Italy
Turin | 都灵 | | Italy
Venice | 威尼斯 | | Italy
Florence | 佛罗伦萨 | | Italy
Bologna | 博洛尼亚 | | Italy
Genoa | 热那亚 | | Italy
Palermo | 巴勒莫 | | Italy
Verona | 维罗纳 | | Italy
Pisa | 比萨 | | Italy
Siena | 锡耶纳 | | Italy
Barcelona | 巴塞罗那 | | Spain
Valencia | 瓦伦西亚 | | Spain
Seville | 塞维利亚 | | Spain
Bilbao | 毕尔巴鄂 | | Spain
Granada | 格拉纳达 | | Spain
Malaga | 马拉加 | | Spain
Cordoba | 科尔多瓦 | | Spain
Porto | 波尔图 | | Portugal
Sintra | 辛特拉 | | Portugal
Manchester | 曼彻斯特 | | United Kingdom
Birmingham | 伯明翰 | | United Kingdom
Liverpool | 利物浦 | | United Kingdom
Edinburgh | 爱丁堡 | | United Kingdom
Glasgow | 格拉斯哥 | | United Kingdom
Bristol | 布里斯托尔 | | United Kingdom
Oxford | 牛津 | | United Kingdom
Cambridge | 剑桥 | | United Kingdom
Cardiff | 加的夫 | | United Kingdom
Belfast | 贝尔法斯特 | | United Kingdom
York | 约克 | | United Kingdom
Cork | 科克 | | Ireland
Galway | 戈尔韦 | | Ireland
Rotterdam | 鹿特丹 | | Netherlands
The Hague | 海牙 | | Netherlands
Antwerp | 安特卫普 | | Belgium
Ghent | 根特 | | Belgium
Bruges | 布鲁日 | | Belgium
Zurich | 苏黎世 | | Switzerland
Geneva | 日内瓦 | | Switzerland
Basel | 巴塞尔 | | Switzerland
Lucerne | 卢塞恩 | | Switzerland
Salzburg | 萨尔茨堡 | | Austria
Innsbruck | 因斯布鲁克 | | Austria
Aarhus | 奥胡斯 | | Denmark
Odense | 欧登塞 | | Denmark
Bergen | 卑尔根 | | Norway
Trondheim | 特隆赫姆 | | Norway
Gothenburg | 哥德堡 | | Sweden
Uppsala | 乌普萨拉 | | Sweden
Turku | 图尔库 | | Finland
Rovaniemi | 罗瓦涅米 | | Finland
Akureyri | | | Iceland
Krakow | 克拉科夫 | Cracow | Poland
Gdansk | 格但斯克 | Danzig | Poland
Brno | 布尔诺 | | Czechia
Plzen | 比尔森 | Pilsen | Czechia
Kosice | | | Slovakia
Debrecen | 德布勒森 | | Hungary
Timisoara | | | Romania
Plovdiv | 普罗夫迪夫 | | Bulgaria
Varna | 瓦尔纳 | | Bulgaria
Thessaloniki | 塞萨洛尼基 | | Greece
Patras | | | Greece
Novi Sad | 诺维萨德 | | Serbia
Split | 斯普利特 | | Croatia
Dubrovnik | 杜布罗夫尼克 | | Croatia
Mostar | 莫斯塔尔 | | Bosnia and Herzegovina
Ohrid | 奥赫里德 | | North Macedonia
Tartu | 塔尔图 | | Estonia
Kaunas | 考纳斯 | | Lithuania
Lviv | 利沃夫 | | Ukraine
Odesa | 敖德萨 | Odessa | Ukraine
Kharkiv | 哈尔科夫 | | Ukraine
Saint Petersburg | 圣彼得堡 | Leningrad | Russia
Kazan | 喀山 | | Russia
Novosibirsk | 新西伯利亚 | | Russia
Vladivostok | 符拉迪沃斯托克 | | Russia
Volgograd | 伏尔加格勒 | Stalingrad | Russia
Shanghai | 上海 | | China
Guangzhou | 广州 | Canton | China
Shenzhen | 深圳 | | China
Chengdu | 成都 | | China
Hangzhou | 杭州 | | China
Nanjing | 南京 | | China
Wuhan | 武汉 | | China
Chongqing | 重庆 | | China
Harbin | 哈尔滨 | | China
Lhasa | 拉萨 | | China
Xi'an | 西安 | | China
Hong Kong | 香港 | | China
Macau | 澳门 | Macao | China
Osaka | 大阪 | | Japan
Kyoto | 京都 | | Japan
Nagoya | 名古屋 | | Japan
Sapporo | 札幌 | | Japan
Hiroshima | 广岛 | | Japan
Nagasaki | 长崎 | | Japan
Kobe | 神户 | | Japan
Nara | 奈良 | | Japan
Busan | 釜山 | | South Korea
Incheon | 仁川 | | South Korea
Mumbai | 孟买 | Bombay | India
Kolkata | 加尔各答 | Calcutta | India
Chennai | 金奈 | Madras | India
Bengaluru | 班加罗尔 | Bangalore | India
Hyderabad | 海得拉巴 | | India
Jaipur | 斋浦尔 | | India
Agra | 阿格拉 | | India
Varanasi | 瓦拉纳西 | Benares | India
Amritsar | 阿姆利则 | | India
Karachi | 卡拉奇 | | Pakistan
Lahore | 拉合尔 | | Pakistan
Peshawar | 白沙瓦 | | Pakistan
Chittagong | 吉大港 | | Bangladesh
Kandy | 康提 | | Sri Lanka
Pokhara | 博卡拉 | | Nepal
Kandahar | 坎大哈 | | Afghanistan
Herat | 赫拉特 | | Afghanistan
Isfahan | 伊斯法罕 | | Iran
Shiraz | 设拉子 | | Iran
Mashhad | 马什哈德 | | Iran
Basra | 巴士拉 | | Iraq
Mosul | 摩苏尔 | | Iraq
Aleppo | 阿勒颇 | | Syria
Tel Aviv | 特拉维夫 | | Israel
Haifa | 海法 | | Israel
Jeddah | 吉达 | | Saudi Arabia
Mecca | 麦加 | | Saudi Arabia
Medina | 麦地那 | | Saudi Arabia
Aden | 亚丁 | | Yemen
Salalah | | | Oman
Dubai | 迪拜 | | United Arab Emirates
Istanbul | 伊斯坦布尔 | Constantinople | Turkey
Izmir | 伊兹密尔 | Smyrna | Turkey
Antalya | 安塔利亚 | | Turkey
Batumi | 巴统 | | Georgia
Gyumri | | | Armenia
Almaty | 阿拉木图 | | Kazakhstan
Samarkand | 撒马尔罕 | | Uzbekistan
Bukhara | 布哈拉 | | Uzbekistan
Yangon | 仰光 | Rangoon | Myanmar
Mandalay | 曼德勒 | | Myanmar
Chiang Mai | 清迈 | | Thailand
Phuket | 普吉 | | Thailand
Luang Prabang | 琅勃拉邦 | | Laos
Siem Reap | 暹粒 | | Cambodia
Ho Chi Minh City | 胡志明市 | Saigon | Vietnam
Da Nang | 岘港 | | Vietnam
George Town | 乔治市 | | Malaysia
Malacca | 马六甲 | | Malaysia
Surabaya | 泗水 | | Indonesia
Bandung | 万隆 | | Indonesia
Yogyakarta | 日惹 | | Indonesia
Cebu City | 宿务 | | Philippines
Davao | 达沃 | | Philippines
Quezon City | 奎松市 | | Philippines
Alexandria | 亚历山大 | | Egypt
Luxor | 卢克索 | | Egypt
Giza | 吉萨 | | Egypt
Benghazi | 班加西 | | Libya
Oran | 奥兰 | | Algeria
Casablanca | 卡萨布兰卡 | | Morocco
Marrakesh | 马拉喀什 | | Morocco
Fez | 非斯 | | Morocco
Tangier | 丹吉尔 | | Morocco
Timbuktu | 廷巴克图 | | Mali
Lagos | 拉各斯 | | Nigeria
Kano | 卡诺 | | Nigeria
Kumasi | 库马西 | | Ghana
Abidjan | 阿比让 | | Ivory Coast
Douala | 杜阿拉 | | Cameroon
Cotonou | 科托努 | | Benin
Mombasa | 蒙巴萨 | | Kenya
Entebbe | 恩德培 | | Uganda
Dar es Salaam | 达累斯萨拉姆 | | Tanzania
Bujumbura | 布琼布拉 | | Burundi
Lubumbashi | 卢本巴希 | | DR Congo
Bulawayo | 布拉瓦约 | | Zimbabwe
Johannesburg | 约翰内斯堡 | | South Africa
Cape Town | 开普敦 | | South Africa
Durban | 德班 | | South Africa
New York City | 纽约 | | United States
Los Angeles | 洛杉矶 | | United States
Chicago | 芝加哥 | | United States
Houston | 休斯敦 | | United States
Philadelphia | 费城 | | United States
San Francisco | 旧金山 | | United States
Seattle | 西雅图 | | United States
Boston | 波士顿 | | United States
Miami | 迈阿密 | | United States
Las Vegas | 拉斯维加斯 | | United States
New Orleans | 新奥尔良 | | United States
Detroit | 底特律 | | United States
Toronto | 多伦多 | | Canada
Montreal | 蒙特利尔 | | Canada
Vancouver | 温哥华 | | Canada
Calgary | 卡尔加里 | | Canada
Quebec City | 魁北克市 | | Canada
Guadalajara | 瓜达拉哈拉 | | Mexico
Monterrey | 蒙特雷 | | Mexico
Cancun | 坎昆 | | Mexico
Oaxaca | 瓦哈卡 | | Mexico
Antigua Guatemala | | | Guatemala
Belize City | 伯利兹城 | | Belize
Sao Paulo | 圣保罗 | | Brazil
Rio de Janeiro | 里约热内卢 | | Brazil
Recife | 累西腓 | | Brazil
Manaus | 马瑙斯 | | Brazil
Mendoza | 门多萨 | | Argentina
Ushuaia | 乌斯怀亚 | | Argentina
Valparaiso | 瓦尔帕莱索 | | Chile
Cusco | 库斯科 | | Peru
Arequipa | 阿雷基帕 | | Peru
La Paz | 拉巴斯 | | Bolivia
Santa Cruz de la Sierra | | | Bolivia
Medellin | 麦德林 | | Colombia
Cali | 卡利 | | Colombia
Cartagena | 卡塔赫纳 | | Colombia
Maracaibo | 马拉开波 | | Venezuela
Guayaquil | 瓜亚基尔 | | Ecuador
Sydney | 悉尼 | | Australia
Melbourne | 墨尔本 | | Australia
Brisbane | 布里斯班 | | Australia
Perth | 珀斯 | | Australia
Adelaide | 阿德莱德 | | Australia
Hobart | 霍巴特 | | Australia
Auckland | 奥克兰 | | New Zealand
Christchurch | 基督城 | | New Zealand
Queenstown | 皇后镇 | | New Zealand
`,
};
