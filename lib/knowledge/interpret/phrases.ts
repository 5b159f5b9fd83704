/**
 * How people word the relations of the embedded world besides its templates: nouns ("the capital of France"), verbs from the
 * subject to the object ("was born in") and from the object to the subject ("wrote"). One relation a line. A graph of one's own
 * is understood by its templates and labels.
 */
import type { Language } from "../graph/schema";

export interface Phrases {
  readonly nouns: readonly string[];
  /** Between the subject and the object. */
  readonly verbs: readonly string[];
  /** Between the object and the subject. */
  readonly inverseVerbs: readonly string[];
  /** Questions with the subject as `{}`. */
  readonly questions: readonly string[];
}

const ENGLISH = `
capital | capital;capital city;seat of government | has its capital in;is governed from;has its seat of government in | is capital of | which city is {} governed from
continent | continent | is located in;lies in;is in;is part of;is situated in;is a country in | includes;contains | on which continent does {} lie;which continent is {} in;what continent is {} in;on what continent is {}
language | official language;language;main language;national language | uses as official language;speaks;has official language;speak | is spoken in;is official in | what do people speak in {};which language do people speak in {};what language is spoken in {};what language do they speak in {};which language do they speak in {};what language do people use in {}
currency | currency;money;national currency | pays with;uses;pays in;uses currency;has currency | is used in;is currency used in;is legal tender in | what currency does {} use;which currency is used in {};what do people pay with in {};what currency is used in {};which currency do they use in {};what do you pay with in {};which money do they use in {}
largest-city | largest city;biggest city;most populous city | has largest city | is biggest city in;is largest city in;is most populous city in | which is biggest city in {};what is largest city in {}
neighbour | neighbour;neighbor;neighbouring country;neighboring country | borders;shares border with;is next to;is bordered by;adjoins;borders on;is neighbour of;has common border with;has border with |  | what country borders {};which countries border {};who are neighbours of {};name country that borders {};which country is next to {}
leader | leader;president;prime minister;head of government;head of state;chancellor | is governed by;is led by;is ruled by;is headed by | leads;governs;rules;heads;runs;is in charge of;is head of;is running | who governs {};who runs {};who rules {};who heads {};who is in charge of {}
city-country | country | is located in;lies in;is in;is city of;is situated in;is town in;is part of;belongs to |  | what country is {} in;which country is {} in;in what country is {};where is {};where is {} located;in which country does {} lie;in which country is {}
landmark-country | country | is located in;lies in;is in;stands in;is situated in;can be found in | | what country is {} in;which country is {} in;in what country is {};in which country does {} stand;in which country is {}
landmark-city | city | is located in;lies in;is in;stands in;is situated in;can be found in;is found in city of;rises in | | what city is {} in;which city is {} in;in what city is {};where is {};where is {} located;in which city does {} stand;where does {} stand;in which city is {}
occupation | occupation;profession;job | works as;worked as;is by profession;is | | what does {} do for living;what did {} do for living;what is {} by profession;what is {} by trade
birthplace | birthplace;place of birth;hometown;birth city | is born in;comes from;hails from;came into world in;is native of;is born at | is where {s} is born | in which city was {} born;what city was {} born in;where does {} come from;which city is {} from;{} is born where;where is birthplace of {}
citizenship | country of citizenship;nationality;citizenship | is citizen of;is national of;holds citizenship of;has citizenship of;has nationality of;has taken citizenship of;took citizenship of;is given citizenship of |  | what country is {} citizen of;which country is {} citizen of;what citizenship does {} have;which country does {} belong to
native-language | native language;mother tongue;first language | speaks natively;grew up with;speaks as native language | | what language did {} grow up with;which language did {} grow up speaking;what is first language of {}
instrument | instrument;musical instrument | plays;played;performs on;performed on | is played by | what does {} play;which instrument does {} play;what instrument did {} play;which instrument did {} play;what instrument does {} play
sport | sport;discipline | plays;played;competes in;competed in;practises;practices | is played by;is practised by | what sport does {} play;which sport does {} play;what sport did {} play;which sport did {} play;what sport does {} do;which sport does {} practise
field | field;field of study;area of research;discipline;subject;field of work;research field | worked in;works in;studied;studies;specialised in;specialises in;researched;specialized in | | what did {} study;which field did {} work in;what field did {} work in;what does {} study
author | author;creator;writer;painter;composer;artist;director;maker | is written by;is painted by;is composed by;is made by;is directed by;is created by;comes from pen of;is by | wrote;painted;composed;made;created;directed;is author of;authored;penned | who wrote {};who painted {};who composed {};who directed {};who created {};who is {} by
work-kind | kind;type;genre;art form | is |  | what kind of work is {};what is {};what type of work is {};what sort of work is {}
seat | headquarters;head office;seat;home;base;hq;main office | is based in;has headquarters in;has its headquarters in;is headquartered in;is run from;has its seat in;is located in;has its base in | hosts headquarters of;is home of;is home to;is where {s} has its headquarters | where is {} based;where is {} headquartered;in which city does {} have its headquarters;which city is {} based in;what city is {} based in;where does {} have its headquarters;where does {} have its head office
industry | industry;sector;line of business;business;branch | works in;is active in;operates in;is in;does business in;belongs to |  | what industry is {} in;which industry does {} belong to;what does {} do;in which industry is {};what sector does {} belong to;which industry is {} in
founder | founder;creator | is founded by;is started by;is set up by;is created by;is established by | founded;started;created;set up;established;is person who founded;is one who started;is man who started;is woman who founded | who set up {};who started {};who created {};who established {};tell me who started {};tell me who founded {}
maker | maker;manufacturer;producer;company;brand owner | is made by;is produced by;is manufactured by;is built by;is sold by;comes from;is owned by;belongs to | makes;produces;manufactures;builds;sells;owns | which company produces {};who makes {};who produces {};what company makes {};who manufactures {}
symbol | symbol;chemical symbol;abbreviation | has symbol;is abbreviated;is written;has chemical symbol;is denoted by | stands for;denotes;is symbol for | what stands for {} in periodic table;how is {} abbreviated;which letters stand for {}
element-category | category;family;group;kind | is;belongs to;is classed as;belongs to category of;counts as;counts as |  | what kind of element is {};what family does {} belong to;which category does {} belong to
animal-class | class;animal class;group | is;belongs to;is classed as;is classified as;counts as;belongs to class of | include;includes | what class does {} belong to;what class of animal is {};is {} which class
diet | diet;diet type | is;eats as;is |  | what does {} eat;what is {} by diet
animal-home | habitat;home;natural habitat | lives in;is found in;inhabits;makes its home in;dwells in;is at home in | is home of;is home to;is habitat of | where does {} live;where is {} found;what habitat does {} have;where do {} live
constellation | constellation | is in;lies in;is part of;belongs to;is star in;shines in;is found in | contains;includes | which constellation is {} in;what constellation is {} in;what constellation does {} belong to;which constellation does {} belong to
orbits | planet | orbits;circles;revolves around;goes around;is moon of;is satellite of;travels around;goes round;revolves round | is orbited by;is circled by;has moon | which planet does {} circle;what does {} orbit;what planet does {} orbit;which planet does {} revolve around;which planet does {} go around;what planet does {} circle
`;

const CHINESE = `
capital | 首都 | 定都;定都于;建都于;的首都在;的首都设在;迁都;迁都到 | 是首都 | {}的首都在哪里;{}的首都是哪座城市;{}的首都是什么;{}首都在哪里;{}首都是哪城市
continent | 大洲;洲;所在的洲 | 在;地处;属于;是一个国家，位于 | | {}在哪个洲;{}位于哪个大洲;{}属于哪个大洲
language | 官方语言;语言;国语;通用语 | 说;讲;使用;用;以官方语言 |  | {}讲什么语言;{}用什么语言;{}的语言是什么;{}人说什么语言;{}人讲什么语言
currency | 货币;法定货币;钱 | 使用;用;流通;的钱叫 | 流通于 | {}用什么货币;{}用什么钱;{}的货币是什么
largest-city | 最大城市;第一大城市;最大的都市 | | 是人口最多的城市 | {}的最大城市是哪里;{}最大的城市是哪座
neighbour | 邻国;邻居 | 与{o}接壤;和{o}接壤;与{o}相邻;和{o}相邻;毗邻;同{o}接壤;跟{o}接壤;与{o}有共同边界;和{o}有共同边界;跟{o}有共同边界;跟{o}相邻 |  | {}和哪个国家接壤;{}与哪个国家相邻;{}跟哪国家相邻;{}与哪国家接壤
leader | 领导人;总统;总理;首相;主席;国家元首;领袖;首脑;国家领导人 | 由{o}领导;由{o}执政;的领导者是 | 领导;执政;统治 | {}的总统是谁;{}由谁领导;{}的总理是谁;谁在领导{}
city-country | 所属国家;国家;所在国 | 在;位于;属于;坐落于;地处;是一座城市，位于;归;归属;是{o}城市 |  | {}在哪个国家;{}属于哪个国家;{}位于哪个国家;{}在哪国;{}是哪国家城市;{}是哪国家
landmark-country | 所在国家;国家;所在国 | 在;位于;坐落于;坐落在 |  | {}位于哪个国家;{}在哪国;{}是哪国家
landmark-city | 所在城市;城市 | 在;位于;坐落于;坐落在;矗立在;耸立在;搬到{o}去;搬到 | 有 | {}位于哪座城市;{}在哪个城市;{}在哪里
occupation | 职业;工作 | 是;是一位;是一名;的身份是;从事的职业是;以{o}为业 |  | {}从事什么职业;{}是什么职业;{}做什么工作;{}是干什么;{}是做什么
birthplace | 出生地;故乡;家乡;籍贯 | 出生在;生于;生在;来自;在{o}出生;是在{o}出生的 | 是{s}出生的地方 | {}生于何处;{}在哪里出生;{}的家乡在哪里;{}出生于哪里;{}是在哪里出生;{}出生在哪里
citizenship | 国籍;祖国 | 是{o}人;是{o}公民;拥有{o}国籍;持有{o}国籍;的国家是;是{o}的公民;加入{o}国籍;入{o}籍 |  | {}是哪个国家的人;{}拥有哪国国籍;{}是哪个国家的公民;{}是哪国公民;{}是哪国家公民
native-language | 母语;第一语言 | 的母语为;从小讲;以{o}为母语 | 是{s}从小说的语言 | {}的第一语言是什么;{}从小讲什么语言;{}母语是哪种语言
instrument | 乐器;演奏乐器 | 演奏;弹奏;擅长;擅长演奏;吹奏;弹;拉;吹;弹奏 |  | {}弹什么乐器;{}擅长什么乐器;{}会弹什么乐器;{}演奏什么乐器
sport | 运动项目;运动;体育项目;项目 | 从事;打;踢;参加;练;是{o}运动员;参加{o} |  | {}打什么球;{}参加什么运动;{}是什么运动员;{}从事哪项运动
field | 研究领域;领域;学科;专业 | 研究;从事{o}研究;专攻;钻研;研究的是;从事领域是;所从事领域是 |  | {}专攻什么;{}从事什么研究;{}研究哪个领域;{}研究哪领域
author | 作者;创作者;作家;画家;作曲家;导演;作曲者 | 由{o}创作;由{o}所写;出自{o}之手;由{o}写成;是{o}的作品;是{o}写的;是{o}画的;由{o}执导;由{o}作曲;是由{o}写;是由{o}创作;由{o}写;是由{o}画 | 写了;创作了;画了;著有;写下了;谱写了;执导了;拍;拍摄 | 谁写了{};谁画了{};{}是谁写的;{}是谁的作品;{}由谁创作
work-kind | 体裁;类型;种类 | 是;是一首;是一幅;是一部;是一种;是一本;的类别是 |  | {}是什么类型的作品;{}是什么作品;{}是一种什么作品;{}是什么样作品
seat | 总部;总部所在地 | 的总部在;总部在;总部位于;总部设在;设在;位于 | 是{s}的总部所在地 | {}的总部在哪;{}总部在哪里;{}的总部位于哪里
industry | 行业;所属行业;主营业务;产业 | 属于;从事;经营;做;是一家{o}公司;是做{o} |  | {}是做什么的;{}从事什么行业;{}属于哪个行业;{}是做哪一行;{}是做哪行
founder | 创始人;创办人;创立者;奠基人 | 由{o}创立;由{o}创办;由{o}创建;是{o}创办的;是{o}创立的 | 创办了;创立了;创建了;成立了 | {}是谁创办的;{}由谁创立;谁创立了{};{}是谁创立;{}是由谁创立
maker | 制造商;生产商;厂商;厂家;生产公司;品牌方 | 由{o}生产;由{o}制造;是{o}的产品;是{o}生产的;出自;归{o}所有;归;是{o}造;是{o}做 | 生产;制造;推出;生产了 | 谁生产{};{}由谁生产;{}是谁生产的;{}是哪家生产;{}是哪家产品
symbol | 元素符号;化学符号;符号 | 用{o}表示;写作;的符号为;缩写为;记作;用{o}来表示 | 代表;表示;是{s}的符号 | {}用什么符号表示;{}怎么写
element-category | 类别;种类;元素类别 | 属于;是;归为;是一种;归类为;归在;算是 |  | {}属于什么类别;{}是哪类元素;{}是哪一类元素;{}属于哪类元素
animal-class | 类别;纲;动物类别 | 属于;是;归为;是一种;归类为;算是 |  | {}属于什么动物;{}是哪类动物;{}属于哪一纲
diet | 食性;饮食类型 | 是;属于;是一种 |  | {}的饮食类型是什么;{}吃什么;{}按食性算什么动物;{}按食性是什么
animal-home | 栖息地;家园;生境 | 生活在;住在;栖息在;栖息于;栖居于 | 是{s}的家园;是{s}的栖息地 | {}住在哪里;{}栖息在哪里;{}生活在什么环境;{}生活在哪里
constellation | 星座;所在星座;所属星座 | 在;位于;属于;是{o}的一颗星 | 包含 | {}属于哪个星座;{}位于哪个星座
orbits | 行星;母行星;主星 | 环绕;绕着{o}转;围绕{o}运行;绕{o}运行;是{o}的卫星;围绕;是{o}的一颗卫星;围绕{o}转;绕{o}转 | 有卫星 | {}绕哪颗行星转;{}围绕哪颗行星运行;{}绕着哪颗行星转;{}绕哪颗行星
`;

function phrasesFrom(lines: string): ReadonlyMap<string, Phrases> {
  return new Map(
    lines
      .trim()
      .split("\n")
      .map((line) => {
        const [id, ...lists] = line.split("|").map((cell) => cell.trim());
        const [nouns, verbs, inverseVerbs, questions] = lists.map((list) => list.split(";").filter(Boolean));
        return [id, { nouns, verbs, inverseVerbs, questions }];
      }),
  );
}

/** By relation id. */
export const PHRASES: Readonly<Record<Language, ReadonlyMap<string, Phrases>>> = {
  en: phrasesFrom(ENGLISH),
  zh: phrasesFrom(CHINESE),
};
