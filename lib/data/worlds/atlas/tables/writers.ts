/** Novelists, poets and playwrights; explorers and statesmen. */
import type { EntityTable } from "../../world";

const columns = ["name", "zh", "aliases", "occupation", "birthplace", "citizenship", "native-language"];

export const writers: EntityTable = {
  type: "person",
  columns,
  rows: `
William Shakespeare | 莎士比亚 | Shakespeare | playwright | Stratford-upon-Avon | United Kingdom | English
Leo Tolstoy | 托尔斯泰 | Tolstoy | novelist | Yasnaya Polyana | Russia | Russian
Fyodor Dostoevsky | 陀思妥耶夫斯基 | Dostoevsky | novelist | Moscow | Russia | Russian
Anton Chekhov | 契诃夫 | Chekhov | playwright | Taganrog | Russia | Russian
Nikolai Gogol | 果戈理 | Gogol | novelist | Sorochyntsi | Russia |
Alexander Pushkin | 普希金 | Pushkin | poet | Moscow | Russia | Russian
Vladimir Nabokov | 纳博科夫 | Nabokov | novelist | Saint Petersburg | United States | Russian
Miguel de Cervantes | 塞万提斯 | Cervantes | novelist | Alcala de Henares | Spain | Spanish
Gustave Flaubert | 福楼拜 | Flaubert | novelist | Rouen | France | French
Victor Hugo | 雨果 | | novelist | Besancon | France | French
Alexandre Dumas | 大仲马 | | novelist | Villers-Cotterets | France | French
Marcel Proust | 普鲁斯特 | Proust | novelist | Paris | France | French
Albert Camus | 加缪 | Camus | novelist | Drean | France | French
Jules Verne | 儒勒·凡尔纳 | | novelist | Nantes | France | French
Moliere | 莫里哀 | | playwright | Paris | France | French
Voltaire | 伏尔泰 | | philosopher | Paris | France | French
Jane Austen | 简·奥斯汀 | | novelist | Steventon | United Kingdom | English
Charlotte Bronte | 夏洛蒂·勃朗特 | | novelist | Thornton | United Kingdom | English
Emily Bronte | 艾米莉·勃朗特 | | novelist | Thornton | United Kingdom | English
Charles Dickens | 狄更斯 | Dickens | novelist | Portsmouth | United Kingdom | English
Mary Shelley | 玛丽·雪莱 | | novelist | London | United Kingdom | English
Oscar Wilde | 王尔德 | | playwright | Dublin | Ireland | English
Jonathan Swift | | | novelist | Dublin | Ireland | English
James Joyce | 乔伊斯 | | novelist | Dublin | Ireland | English
Samuel Beckett | 贝克特 | | playwright | Dublin | Ireland | English
Virginia Woolf | 伍尔夫 | | novelist | London | United Kingdom | English
George Orwell | 乔治·奥威尔 | Orwell | novelist | Motihari | United Kingdom | English
J. R. R. Tolkien | 托尔金 | Tolkien | novelist | Bloemfontein | United Kingdom | English
Joseph Conrad | 康拉德 | | novelist | Berdychiv | United Kingdom | Polish
Agatha Christie | 阿加莎·克里斯蒂 | | novelist | Torquay | United Kingdom | English
John Milton | 弥尔顿 | | poet | London | United Kingdom | English
T. S. Eliot | 艾略特 | | poet | St. Louis | United Kingdom | English
Edgar Allan Poe | 爱伦·坡 | | poet | Boston | United States | English
Herman Melville | | | novelist | New York City | United States | English
Mark Twain | 马克·吐温 | | novelist | | United States | English
F. Scott Fitzgerald | 菲茨杰拉德 | | novelist | Saint Paul | United States | English
Ernest Hemingway | 海明威 | Hemingway | novelist | Oak Park | United States | English
Toni Morrison | 托妮·莫里森 | | novelist | Lorain | United States | English
Arthur Miller | | | playwright | New York City | United States | English
Franz Kafka | 卡夫卡 | Kafka | novelist | Prague | | German
Thomas Mann | 托马斯·曼 | | novelist | Lübeck | | German
Hermann Hesse | 黑塞 | | novelist | Calw | Switzerland | German
Johann Wolfgang von Goethe | 歌德 | Goethe | poet | Frankfurt | Germany | German
Dante Alighieri | 但丁 | Dante | poet | Florence | Italy | Italian
Umberto Eco | 翁贝托·埃科 | | novelist | Alessandria | Italy | Italian
Homer | 荷马 | | poet | | Greece | Greek
Sophocles | 索福克勒斯 | | playwright | Athens | Greece | Greek
Virgil | 维吉尔 | | poet | | Italy | Latin
Henrik Ibsen | 易卜生 | Ibsen | playwright | Skien | Norway | Norwegian
Astrid Lindgren | | | novelist | Vimmerby | Sweden | Swedish
Hans Christian Andersen | 安徒生 | | novelist | Odense | Denmark | Danish
Adam Mickiewicz | 密茨凯维奇 | | poet | Zaosie | Poland | Polish
Jaroslav Hasek | | | novelist | Prague | Czechia | Czech
Paulo Coelho | | | novelist | Rio de Janeiro | Brazil | Portuguese
Gabriel Garcia Marquez | 马尔克斯 | Garcia Marquez | novelist | Aracataca | Colombia | Spanish
Jorge Luis Borges | 博尔赫斯 | Borges | poet | Buenos Aires | Argentina | Spanish
Pablo Neruda | 聂鲁达 | | poet | Parral | Chile | Spanish
Chinua Achebe | | | novelist | Ogidi | Nigeria | Igbo
Naguib Mahfouz | | | novelist | Cairo | Egypt | Arabic
Orhan Pamuk | 帕慕克 | | novelist | Istanbul | Turkey | Turkish
Rumi | 鲁米 | | poet | Balkh | | Persian
Rabindranath Tagore | 泰戈尔 | Tagore | poet | Kolkata | India | Bengali
Murasaki Shikibu | 紫式部 | | novelist | Kyoto | Japan | Japanese
Haruki Murakami | 村上春树 | | novelist | Kyoto | Japan | Japanese
Cao Xueqin | 曹雪芹 | | novelist | Nanjing | China | Chinese
Lao She | 老舍 | | novelist | Beijing | China | Chinese
Mo Yan | 莫言 | | novelist | Gaomi | China | Chinese
`,
};

export const explorers: EntityTable = {
  type: "person",
  columns,
  rows: `
Christopher Columbus | 哥伦布 | Columbus | explorer | Genoa | Italy |
Marco Polo | 马可·波罗 | | explorer | Venice | Italy |
Vasco da Gama | 达·伽马 | | explorer | Sines | Portugal | Portuguese
Ferdinand Magellan | 麦哲伦 | Magellan | explorer | | Portugal | Portuguese
Roald Amundsen | 阿蒙森 | Amundsen | explorer | Borge | Norway | Norwegian
Ibn Battuta | 伊本·白图泰 | | explorer | Tangier | Morocco |
Zheng He | 郑和 | | explorer | Kunyang | China |
Yuri Gagarin | 加加林 | Gagarin | astronaut | Klushino | Russia | Russian
Neil Armstrong | 阿姆斯特朗 | | astronaut | Wapakoneta | United States |
Yang Liwei | 杨利伟 | | astronaut | Suizhong | China | Chinese
Napoleon Bonaparte | 拿破仑 | Napoleon | politician | Ajaccio | France |
Mahatma Gandhi | 甘地 | Gandhi | politician | Porbandar | India | Gujarati
Nelson Mandela | 曼德拉 | Mandela | politician | Mvezo | South Africa | Xhosa
Winston Churchill | 丘吉尔 | Churchill | politician | Woodstock | United Kingdom | English
Abraham Lincoln | 林肯 | Lincoln | politician | Hodgenville | United States | English
Simon Bolivar | 玻利瓦尔 | | politician | Caracas | Venezuela | Spanish
Mustafa Kemal Ataturk | 凯末尔 | Ataturk | politician | Thessaloniki | Turkey | Turkish
`,
};
