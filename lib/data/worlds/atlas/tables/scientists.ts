/**
 * Scientists, scholars, inventors and philosophers. `citizenship` is the country a person is associated with under its
 * present name; for those who changed countries, the last one.
 */
import type { EntityTable } from "../../world";

export const scientists: EntityTable = {
  type: "person",
  columns: ["name", "zh", "aliases", "occupation", "birthplace", "citizenship", "native-language", "field"],
  rows: `
Albert Einstein | 爱因斯坦 | Einstein | physicist | Ulm | United States | German | physics
Isaac Newton | 牛顿 | Newton | physicist | Woolsthorpe | United Kingdom | English | physics
Galileo Galilei | 伽利略 | Galileo | astronomer | Pisa | Italy | Italian | astronomy
Marie Curie | 居里夫人 | Madame Curie | physicist | Warsaw | France | Polish | radioactivity
Niels Bohr | 玻尔 | | physicist | Copenhagen | Denmark | Danish | physics
Michael Faraday | 法拉第 | Faraday | physicist | London | United Kingdom | | electromagnetism
James Clerk Maxwell | 麦克斯韦 | Maxwell | physicist | Edinburgh | United Kingdom | | electromagnetism
Stephen Hawking | 霍金 | Hawking | physicist | Oxford | United Kingdom | English | cosmology
Nikola Tesla | 特斯拉 | | inventor | Smiljan | United States | Serbian | electrical engineering
Werner Heisenberg | 海森堡 | Heisenberg | physicist | Würzburg | Germany | German | quantum mechanics
Erwin Schrödinger | 薛定谔 | Schrödinger | physicist | Vienna | Austria | German | quantum mechanics
Max Planck | 普朗克 | Planck | physicist | Kiel | Germany | German | physics
Enrico Fermi | 费米 | Fermi | physicist | Rome | United States | Italian | nuclear physics
Richard Feynman | 费曼 | Feynman | physicist | New York City | United States | English | physics
Ernest Rutherford | 卢瑟福 | Rutherford | physicist | Brightwater | New Zealand | English | nuclear physics
Chen-Ning Yang | 杨振宁 | | physicist | Hefei | China | Chinese | physics
Hideki Yukawa | 汤川秀树 | | physicist | Tokyo | Japan | Japanese | nuclear physics
Alessandro Volta | 伏特 | | physicist | Como | Italy | Italian | electricity
Christiaan Huygens | 惠更斯 | | physicist | The Hague | Netherlands | Dutch | optics
Archimedes | 阿基米德 | | mathematician | Syracuse | | Greek | mathematics
Nicolaus Copernicus | 哥白尼 | Copernicus | astronomer | Torun | Poland | | astronomy
Johannes Kepler | 开普勒 | Kepler | astronomer | Weil der Stadt | Germany | German | astronomy
Edwin Hubble | 哈勃 | | astronomer | Marshfield | United States | | astronomy
Antoine Lavoisier | 拉瓦锡 | Lavoisier | chemist | Paris | France | French | chemistry
Dmitri Mendeleev | 门捷列夫 | Mendeleev | chemist | Tobolsk | Russia | Russian | chemistry
Alfred Nobel | 诺贝尔 | | inventor | Stockholm | Sweden | Swedish | chemistry
Tu Youyou | 屠呦呦 | | chemist | Ningbo | China | Chinese | pharmacology
Louis Pasteur | 巴斯德 | Pasteur | chemist | Dole | France | French | microbiology
Alexander Fleming | 弗莱明 | | physician | Darvel | United Kingdom | | microbiology
Hippocrates | 希波克拉底 | | physician | Kos | Greece | Greek | medicine
Avicenna | | Ibn Sina | physician | | | Persian | medicine
Charles Darwin | 达尔文 | Darwin | biologist | Shrewsbury | United Kingdom | English | biology
Gregor Mendel | 孟德尔 | | biologist | Hyncice | Austria | German | genetics
Carl Linnaeus | 林奈 | Linnaeus | biologist | Rashult | Sweden | Swedish | botany
James Watson | | | biologist | Chicago | United States | | genetics
Rosalind Franklin | | | chemist | London | United Kingdom | | crystallography
Jane Goodall | 珍妮·古道尔 | | biologist | London | United Kingdom | | primatology
Rachel Carson | | | biologist | Springdale | United States | | marine biology
Ivan Pavlov | 巴甫洛夫 | | physician | Ryazan | Russia | Russian | physiology
Yuan Longping | 袁隆平 | | biologist | Beijing | China | Chinese | agriculture
Sigmund Freud | 弗洛伊德 | Freud | psychologist | Pribor | Austria | German | psychoanalysis
Carl Jung | 荣格 | | psychologist | Kesswil | Switzerland | German | psychology
Jean Piaget | 皮亚杰 | | psychologist | Neuchatel | Switzerland | French | psychology
Alfred Wegener | 魏格纳 | | physicist | Berlin | Germany | German | geology
Carl Friedrich Gauss | 高斯 | Gauss | mathematician | Brunswick | Germany | German | mathematics
Leonhard Euler | 欧拉 | Euler | mathematician | Basel | Switzerland | German | mathematics
David Hilbert | 希尔伯特 | | mathematician | Königsberg | Germany | German | mathematics
Emmy Noether | 诺特 | | mathematician | Erlangen | Germany | German | mathematics
Euclid | 欧几里得 | | mathematician | | Greece | Greek | geometry
Pythagoras | 毕达哥拉斯 | | mathematician | Samos | Greece | Greek | mathematics
Blaise Pascal | 帕斯卡 | | mathematician | Clermont-Ferrand | France | French | mathematics
Evariste Galois | 伽罗瓦 | | mathematician | Bourg-la-Reine | France | French | mathematics
Srinivasa Ramanujan | 拉马努金 | Ramanujan | mathematician | Erode | India | Tamil | mathematics
John von Neumann | 冯·诺依曼 | | mathematician | Budapest | United States | Hungarian | mathematics
Paul Erdos | | | mathematician | Budapest | Hungary | Hungarian | mathematics
Kurt Gödel | 哥德尔 | | mathematician | Brno | United States | German | logic
Shiing-Shen Chern | 陈省身 | | mathematician | Jiaxing | United States | Chinese | geometry
Maryam Mirzakhani | | | mathematician | Tehran | Iran | Persian | geometry
Hypatia | | | mathematician | Alexandria | Egypt | Greek | mathematics
Alan Turing | 图灵 | | computer scientist | London | United Kingdom | English | computer science
Ada Lovelace | | | mathematician | London | United Kingdom | | computer science
Edsger Dijkstra | | Dijkstra | computer scientist | Rotterdam | Netherlands | Dutch | computer science
Linus Torvalds | | | computer scientist | Helsinki | Finland | Swedish | computer science
Tim Berners-Lee | | | computer scientist | London | United Kingdom | | computer science
Adam Smith | 亚当·斯密 | | economist | Kirkcaldy | United Kingdom | English | economics
John Maynard Keynes | 凯恩斯 | Keynes | economist | Cambridge | United Kingdom | | economics
Karl Marx | 马克思 | Marx | philosopher | Trier | Germany | German | economics
Amartya Sen | | | economist | Santiniketan | India | Bengali | economics
Elinor Ostrom | | | economist | Los Angeles | United States | | economics
Alexander Graham Bell | 贝尔 | | inventor | Edinburgh | United States | | acoustics
Thomas Edison | 爱迪生 | Edison | inventor | | United States | English |
James Watt | 瓦特 | | inventor | Greenock | United Kingdom | |
Guglielmo Marconi | 马可尼 | | inventor | Bologna | Italy | Italian |
Johannes Gutenberg | 古腾堡 | Gutenberg | inventor | Mainz | Germany | German |
Socrates | 苏格拉底 | | philosopher | Athens | Greece | Greek | ethics
Plato | 柏拉图 | | philosopher | Athens | Greece | Greek | philosophy
Aristotle | 亚里士多德 | | philosopher | Stagira | Greece | Greek | philosophy
Confucius | 孔子 | | philosopher | Qufu | China | Chinese | ethics
Baruch Spinoza | 斯宾诺莎 | Spinoza | philosopher | Amsterdam | Netherlands | | philosophy
Immanuel Kant | 康德 | Kant | philosopher | Königsberg | Germany | German | philosophy
Friedrich Nietzsche | 尼采 | Nietzsche | philosopher | Röcken | Germany | German | philosophy
Soren Kierkegaard | 克尔凯郭尔 | Kierkegaard | philosopher | Copenhagen | Denmark | Danish | philosophy
Ludwig Wittgenstein | 维特根斯坦 | Wittgenstein | philosopher | Vienna | United Kingdom | German | logic
Jean-Jacques Rousseau | 卢梭 | Rousseau | philosopher | Geneva | | French | philosophy
Jean-Paul Sartre | 萨特 | Sartre | philosopher | Paris | France | French | philosophy
Niccolo Machiavelli | 马基雅维利 | Machiavelli | philosopher | Florence | Italy | Italian | politics
Noam Chomsky | 乔姆斯基 | Chomsky | philosopher | Philadelphia | United States | | linguistics
Ferdinand de Saussure | 索绪尔 | | philosopher | Geneva | Switzerland | French | linguistics
`,
};
