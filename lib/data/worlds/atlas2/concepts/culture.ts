/** Concepts of human life and work: name | Chinese | superclass | definition | Chinese definition | instances. */
export const CULTURE = `
country | 国家 | territory | a land with its own government and borders | 有自己政府和边界的地方 | France; Japan; Brazil; Egypt; Canada; India; Norway; Kenya; Chile; Thailand
capital city | 首都 | city | the city where the government of a country sits | 国家政府所在的城市 | Paris; Tokyo; Cairo; Ottawa; Madrid; Berlin; Nairobi; Lima; Bangkok; Oslo
language | 语言 | means of communication | a system of words that people speak | 人们说话用的词语系统 | French; Spanish; Arabic; Japanese; Swahili; Hindi; Turkish; Greek; Korean; Finnish
currency | 货币 | means of payment | the money that a country uses | 一个国家使用的钱 | euro; yen; peso; rupee; ruble; zloty; baht; rand; won; krone
religion | 宗教 | system of belief | a system of faith and worship | 信仰和敬拜的体系 | Buddhism; Christianity; Islam; Hinduism; Judaism; Taoism; Sikhism; Shinto
festival | 节日 | event | a day or season that people celebrate together | 人们一起庆祝的日子 | Christmas; Easter; Diwali; Halloween; Hanukkah; Ramadan; Carnival; Spring Festival
composer | 作曲家 | artist | a person who writes music | 创作音乐的人 | Johann Sebastian Bach; Wolfgang Amadeus Mozart; Ludwig van Beethoven; Franz Schubert; Frederic Chopin; Giuseppe Verdi; Claude Debussy; Antonio Vivaldi
painter | 画家 | artist | a person who makes pictures with paint | 用颜料作画的人 | Leonardo da Vinci; Vincent van Gogh; Claude Monet; Rembrandt; Pablo Picasso; Frida Kahlo; Raphael; Edvard Munch
novelist | 小说家 | writer | a writer of long stories | 写长篇故事的作家 | Leo Tolstoy; Jane Austen; Charles Dickens; Victor Hugo; Fyodor Dostoevsky; Franz Kafka; Toni Morrison; Haruki Murakami
playwright | 剧作家 | writer | a writer of works for the stage | 写舞台剧本的作家 | William Shakespeare; Anton Chekhov; Henrik Ibsen; Moliere; Sophocles; Arthur Miller; Samuel Beckett; Oscar Wilde
physicist | 物理学家 | scientist | a scientist who studies matter and energy | 研究物质和能量的科学家 | Albert Einstein; Isaac Newton; Niels Bohr; Max Planck; Marie Curie; Richard Feynman; Enrico Fermi; Stephen Hawking
mathematician | 数学家 | scientist | a person who studies numbers and shapes | 研究数与形的人 | Euclid; Leonhard Euler; Carl Friedrich Gauss; David Hilbert; Emmy Noether; Srinivasa Ramanujan; Pythagoras; Blaise Pascal
philosopher | 哲学家 | scholar | a person who thinks about life, truth and reason | 思考人生、真理与理性的人 | Socrates; Plato; Aristotle; Immanuel Kant; Confucius; Baruch Spinoza; Friedrich Nietzsche; Voltaire
explorer | 探险家 | traveller | a person who travels to places little known | 到少为人知的地方旅行的人 | Christopher Columbus; Marco Polo; Vasco da Gama; Ferdinand Magellan; Roald Amundsen; Zheng He; Ibn Battuta; James Cook
publisher | 出版社 | company | a company that prepares books and sells them | 编印并出售书籍的公司 | Penguin Books; Random House; HarperCollins; Macmillan; Springer; Elsevier; Gallimard; Suhrkamp
car maker | 汽车公司 | company | a company that builds cars | 制造汽车的公司 | Toyota; Honda; Ford; Volkswagen; BMW; Renault; Fiat; Hyundai; Nissan; Volvo
software company | 软件公司 | company | a company that writes programs for computers | 编写计算机程序的公司 | Microsoft; Oracle; Adobe; SAP; Red Hat; Autodesk; JetBrains; Atlassian
airline | 航空公司 | company | a company that flies passengers | 用飞机运送乘客的公司 | Lufthansa; Air France; Qantas; KLM; Emirates; Ryanair; Iberia; Finnair; Singapore Airlines
bank | 银行 | company | a company that keeps and lends money | 保管和借出钱的公司 | HSBC; Barclays; Deutsche Bank; Citibank; UBS; Santander; Bank of America; Goldman Sachs
university | 大学 | school | a school of the highest level that also does research | 也做研究的最高学府 | Harvard; Yale; Stanford; Sorbonne; Tsinghua; Peking University; Heidelberg University; University of Tokyo
newspaper | 报纸 | publication | a publication with news that appears every day or week | 每天或每周出版的新闻读物 | The Times; Le Monde; The Guardian; El Pais; The New York Times; Asahi Shimbun; People's Daily; Corriere della Sera
museum | 博物馆 | building | a building where valuable objects are shown | 展出珍贵物品的建筑 | Louvre; British Museum; Prado Museum; Rijksmuseum; Hermitage Museum; Uffizi Gallery; Vasa Museum; Smithsonian
bridge | 桥 | structure | a structure that carries a way across an obstacle | 让道路跨过障碍的结构 | Golden Gate Bridge; Tower Bridge; Rialto Bridge; Charles Bridge; Sydney Harbour Bridge; Ponte Vecchio; Chain Bridge; Brooklyn Bridge
tower | 塔 | structure | a structure much taller than it is wide | 高度远大于宽度的结构 | Eiffel Tower; CN Tower; Tokyo Tower; Space Needle; Belem Tower; Tokyo Skytree; Canton Tower; Leaning Tower of Pisa
castle | 城堡 | building | a large building with walls that guard it | 有围墙守护的大型建筑 | Edinburgh Castle; Windsor Castle; Neuschwanstein Castle; Prague Castle; Himeji Castle; Bran Castle; Malbork Castle; Osaka Castle
temple | 庙宇 | building | a building for the worship of gods | 敬拜神灵的建筑 | Parthenon; Angkor Wat; Karnak; Borobudur; Wat Arun; Kinkaku-ji; Abu Simbel; Todai-ji
string instrument | 弦乐器 | instrument | an instrument that sounds by vibrating strings | 靠弦振动发声的乐器 | violin; cello; viola; guitar; harp; sitar; lute; double bass; banjo
wind instrument | 管乐器 | instrument | an instrument that sounds when it is blown | 靠吹气发声的乐器 | flute; clarinet; trumpet; saxophone; oboe; trombone; bassoon; tuba; recorder
percussion instrument | 打击乐器 | instrument | an instrument that is struck or shaken | 靠敲打或摇动发声的乐器 | timpani; snare drum; cymbals; triangle; tambourine; xylophone; castanets; gong
dance | 舞蹈 | art form | a way of moving the body to music | 随音乐摆动身体的艺术 | waltz; tango; samba; flamenco; salsa; polka; foxtrot; rumba
opera | 歌剧 | stage work | a play in which the words are sung | 用歌唱演出的戏剧 | The Magic Flute; Carmen; Aida; Tosca; Rigoletto; Fidelio; Turandot; Lohengrin
ballet | 芭蕾舞剧 | stage work | a story told on stage by dancing | 用舞蹈在台上讲述的故事 | Swan Lake; The Nutcracker; The Firebird; Giselle; Coppelia; The Rite of Spring; Cinderella; Daphnis et Chloe
novel | 小说 | book | a long story in prose | 用散文写成的长故事 | War and Peace; Don Quixote; Ulysses; Jane Eyre; Moby-Dick; Lolita; Frankenstein; The Trial
film | 电影 | work of art | a story told in moving pictures | 用活动画面讲述的故事 | Citizen Kane; Vertigo; Titanic; Inception; Star Wars; Metropolis; Parasite; Taxi Driver
poem | 诗 | text | a text in verse | 用诗句写成的文字 | Iliad; Odyssey; Aeneid; Divine Comedy; Paradise Lost; The Raven; The Waste Land; Beowulf
ball game | 球类运动 | sport | a sport that is played with a ball | 用球进行的运动 | football; basketball; tennis; golf; baseball; cricket; rugby; volleyball; handball
martial art | 武术 | sport | a trained way of fighting practised as a sport | 作为运动练习的格斗技艺 | judo; karate; taekwondo; aikido; kung fu; kendo; jujitsu; sumo
winter sport | 冬季运动 | sport | a sport done on snow or ice | 在雪或冰上进行的运动 | skiing; snowboarding; ice hockey; curling; figure skating; bobsleigh; luge; biathlon
board game | 棋类游戏 | game | a game played with pieces on a board | 在盘上用棋子玩的游戏 | chess; checkers; backgammon; Monopoly; Scrabble; Go; Risk; shogi
card game | 纸牌游戏 | game | a game played with cards | 用纸牌玩的游戏 | poker; bridge game; rummy; blackjack; whist; solitaire; canasta; baccarat
video game | 电子游戏 | game | a game played on a screen | 在屏幕上玩的游戏 | Minecraft; Fortnite; Half-Life; Pong; The Sims; Tetris; Street Fighter; Donkey Kong
vehicle | 车辆 | machine | a machine that carries people or goods on land | 在陆地上载人或载货的机器 | car; bus; truck; bicycle; motorcycle; tram; tractor; van; scooter
aircraft | 飞行器 | machine | a machine that flies | 会飞的机器 | airplane; helicopter; glider; airship; hot-air balloon; seaplane; drone; biplane
ship | 船 | vehicle | a craft that carries people or goods on water | 在水上载人或载货的工具 | ferry; yacht; canoe; frigate; submarine; tanker; galley; schooner; raft
weapon | 兵器 | tool | a tool made for fighting | 为战斗制造的工具 | sword; spear; bow; dagger; crossbow; halberd; lance; catapult
tool | 工具 | object | an object made to help with work | 帮助干活的物品 | hammer; saw; screwdriver; pliers; chisel; axe; shovel; wrench; drill
piece of furniture | 家具 | object | a movable object that furnishes a room | 布置房间的可移动物品 | table; chair; sofa; wardrobe; bookcase; bed; desk; bench; stool
piece of clothing | 衣物 | object | something made to be worn on the body | 穿在身上的东西 | shirt; trousers; skirt; coat; sock; glove; scarf; sweater; kimono
hat | 帽子 | piece of clothing | something made to be worn on the head | 戴在头上的东西 | beret; fedora; sombrero; bowler; top hat; turban; beanie; fez
shoe | 鞋子 | piece of clothing | something made to be worn on the foot | 穿在脚上的东西 | boot; sandal; sneaker; slipper; clog; moccasin; loafer; stiletto
fabric | 布料 | material | a material woven or knitted from threads | 用线织成的材料 | silk; cotton; linen; wool; velvet; denim; satin; polyester
drink | 饮料 | food | a liquid that people swallow to quench thirst | 人们解渴喝的液体 | coffee; tea; milk; lemonade; beer; wine; cocoa; cider; orange juice
soup | 汤 | dish | a liquid dish made by boiling food in water | 把食物放水里煮成的菜 | borscht; gazpacho; minestrone; goulash; pho; miso soup; bouillabaisse; ramen
bread | 面包 | food | a food baked from dough | 用面团烤成的食物 | baguette; ciabatta; naan; pita; rye bread; bagel; brioche; focaccia
dessert | 甜点 | dish | a sweet dish eaten at the end of a meal | 饭后吃的甜食 | tiramisu; cheesecake; baklava; pavlova; panna cotta; apple pie; creme brulee; gelato
pasta | 意大利面食 | food | a food of shaped dough that is boiled | 把面团做成形状再煮的食物 | spaghetti; penne; lasagna; ravioli; fusilli; macaroni; tortellini; tagliatelle
colour | 颜色 | property | what the eye sees when light of a kind reaches it | 眼睛对某种光的感觉 | red; blue; green; yellow; purple; orange; black; white; brown
shape | 形状 | property | the outline of a thing | 物体的轮廓 | circle; square; octagon; hexagon; ellipse; rectangle; pentagon; trapezoid
emotion | 情绪 | state of mind | a strong feeling such as joy | 强烈的感受，如喜悦 | joy; anger; fear; sadness; surprise; disgust; pride; envy; shame
virtue | 美德 | quality | a good quality of a person | 人的好品质 | honesty; courage; patience; kindness; modesty; loyalty; generosity; justice
unit of length | 长度单位 | unit | a fixed amount by which distance is measured | 测量距离的固定量 | metre; kilometre; inch; foot; mile; yard; centimetre; millimetre
unit of time | 时间单位 | unit | a fixed amount by which duration is measured | 测量时间的固定量 | second; minute; hour; day; week; month; year; decade; century
programming language | 编程语言 | language | a language in which instructions for computers are written | 给计算机写指令的语言 | Python; Java; TypeScript; Rust; Fortran; Haskell; Kotlin; COBOL; Lisp; Golang
operating system | 操作系统 | program | a program that runs a computer and its other programs | 管理计算机和其他程序的程序 | Windows; Linux; Android; macOS; iOS; Ubuntu; HarmonyOS; FreeBSD
profession | 职业 | activity | the work by which a person earns a living | 人赖以谋生的工作 | teacher; nurse; carpenter; lawyer; baker; engineer; farmer; tailor; plumber; journalist
school subject | 学科 | field | a field that is taught at school | 学校里教的科目 | mathematics; history; geography; biology; chemistry; physics; literature; music
branch of science | 科学分支 | field | a field that studies the world by observation and experiment | 用观察和实验研究世界的领域 | astronomy; botany; geology; genetics; zoology; ecology; optics; acoustics
musical genre | 音乐流派 | style | a kind of music with its own sound | 有自己风格的音乐种类 | jazz; blues; reggae; rock and roll; hip hop; country music; techno; punk; soul
architectural style | 建筑风格 | style | a way of building common to a time | 一个时代共有的建造方式 | Gothic; Baroque; Romanesque; Art Nouveau; Renaissance; Rococo; Art Deco; Brutalism
holiday sight | 名胜 | place | a famous place that travellers visit | 游客参观的著名地方 | Taj Mahal; Colosseum; Machu Picchu; Petra; Stonehenge; Great Wall; Statue of Liberty; Acropolis
`;
