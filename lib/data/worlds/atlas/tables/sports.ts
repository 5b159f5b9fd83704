/** Athletes and chess players. */
import type { EntityTable } from "../../world";

export const athletes: EntityTable = {
  type: "person",
  columns: ["name", "zh", "aliases", "occupation", "birthplace", "citizenship", "native-language", "sport"],
  rows: `
Pele | 贝利 | | footballer | Tres Coracoes | Brazil | Portuguese | football
Diego Maradona | 马拉多纳 | Maradona | footballer | Lanus | Argentina | Spanish | football
Lionel Messi | 梅西 | Messi | footballer | Rosario | Argentina | Spanish | football
Cristiano Ronaldo | C罗 | | footballer | Funchal | Portugal | Portuguese | football
Zinedine Zidane | 齐达内 | Zidane | footballer | Marseille | France | | football
Franz Beckenbauer | 贝肯鲍尔 | Beckenbauer | footballer | Munich | Germany | German | football
Luka Modric | 莫德里奇 | | footballer | Zadar | Croatia | Croatian | football
George Weah | | | politician | Monrovia | Liberia | | football
Mohamed Salah | 萨拉赫 | | footballer | Nagrig | Egypt | Arabic | football
Son Heung-min | 孙兴慜 | | footballer | Chuncheon | South Korea | Korean | football
Roger Federer | 费德勒 | Federer | tennis player | Basel | Switzerland | | tennis
Rafael Nadal | 纳达尔 | Nadal | tennis player | Manacor | Spain | | tennis
Novak Djokovic | 德约科维奇 | Djokovic | tennis player | Belgrade | Serbia | Serbian | tennis
Serena Williams | 小威廉姆斯 | | tennis player | Saginaw | United States | | tennis
Steffi Graf | 格拉芙 | | tennis player | Mannheim | Germany | German | tennis
Martina Navratilova | | Navratilova | tennis player | Prague | United States | Czech | tennis
Björn Borg | | | tennis player | Stockholm | Sweden | Swedish | tennis
Li Na | 李娜 | | tennis player | Wuhan | China | Chinese | tennis
Iga Swiatek | | | tennis player | Warsaw | Poland | Polish | tennis
Michael Jordan | 迈克尔·乔丹 | | basketball player | New York City | United States | | basketball
LeBron James | 勒布朗·詹姆斯 | | basketball player | Akron | United States | | basketball
Kobe Bryant | 科比 | | basketball player | Philadelphia | United States | | basketball
Yao Ming | 姚明 | | basketball player | Shanghai | China | Chinese | basketball
Dirk Nowitzki | | | basketball player | Würzburg | Germany | German | basketball
Giannis Antetokounmpo | | | basketball player | Athens | Greece | | basketball
Michael Phelps | 菲尔普斯 | | swimmer | Baltimore | United States | | swimming
Ian Thorpe | | | swimmer | Sydney | Australia | | swimming
Sun Yang | 孙杨 | | swimmer | Hangzhou | China | Chinese | swimming
Katinka Hosszu | | | swimmer | Pecs | Hungary | Hungarian | swimming
Muhammad Ali | 穆罕默德·阿里 | | boxer | Louisville | United States | English | boxing
Mike Tyson | 泰森 | | boxer | New York City | United States | | boxing
Manny Pacquiao | | | boxer | Kibawe | Philippines | | boxing
Vitali Klitschko | | | politician | | Ukraine | | boxing
Garry Kasparov | 卡斯帕罗夫 | Kasparov | chess player | Baku | | Russian | chess
Magnus Carlsen | 卡尔森 | | chess player | Tonsberg | Norway | Norwegian | chess
Bobby Fischer | | | chess player | Chicago | Iceland | English | chess
Viswanathan Anand | | | chess player | Mayiladuthurai | India | Tamil | chess
Judit Polgar | | | chess player | Budapest | Hungary | Hungarian | chess
Hou Yifan | 侯逸凡 | | chess player | Xinghua | China | Chinese | chess
Alireza Firouzja | | | chess player | Babol | France | Persian | chess
Jose Raul Capablanca | | Capablanca | chess player | Havana | Cuba | Spanish | chess
Tiger Woods | 泰格·伍兹 | | golfer | Cypress | United States | | golf
Rory McIlroy | | | golfer | Holywood | | | golf
Usain Bolt | 博尔特 | | athlete | Sherwood Content | Jamaica | | athletics
Jesse Owens | | | athlete | Oakville | United States | | athletics
Paavo Nurmi | | | athlete | Turku | Finland | Finnish | athletics
Haile Gebrselassie | | | athlete | Asella | Ethiopia | | athletics
Liu Xiang | 刘翔 | | athlete | Shanghai | China | Chinese | athletics
Nadia Comaneci | | | athlete | Onesti | | Romanian | gymnastics
Simone Biles | | | athlete | Columbus | United States | | gymnastics
Michael Schumacher | 舒马赫 | Schumacher | racing driver | Hürth | Germany | German | motor racing
Ayrton Senna | 塞纳 | Senna | racing driver | Sao Paulo | Brazil | Portuguese | motor racing
Lewis Hamilton | 汉密尔顿 | | racing driver | Stevenage | United Kingdom | | motor racing
Juan Manuel Fangio | | Fangio | racing driver | Balcarce | Argentina | Spanish | motor racing
Sachin Tendulkar | | | athlete | Mumbai | India | Marathi | cricket
Don Bradman | | | athlete | Cootamundra | Australia | | cricket
Imran Khan | | | politician | Lahore | Pakistan | | cricket
Eddy Merckx | | | athlete | Meensel-Kiezegem | Belgium | Dutch | cycling
Tadej Pogacar | | | athlete | | Slovenia | Slovene | cycling
Babe Ruth | | | athlete | Baltimore | United States | | baseball
Shohei Ohtani | 大谷翔平 | | athlete | Oshu | Japan | Japanese | baseball
Wayne Gretzky | | | athlete | Brantford | | | ice hockey
Yuna Kim | 金妍儿 | | athlete | Bucheon | South Korea | Korean | figure skating
Yuzuru Hanyu | 羽生结弦 | | athlete | Sendai | Japan | Japanese | figure skating
Ma Long | 马龙 | | athlete | Anshan | China | Chinese | table tennis
Deng Yaping | 邓亚萍 | | athlete | Zhengzhou | China | Chinese | table tennis
Lin Dan | 林丹 | | athlete | Longyan | China | Chinese | badminton
Tom Brady | | | athlete | San Mateo | United States | | American football
Jonah Lomu | | | athlete | Auckland | New Zealand | | rugby
`,
};
