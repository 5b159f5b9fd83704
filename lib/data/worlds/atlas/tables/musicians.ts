/** Composers, instrumentalists and singers. */
import type { EntityTable } from "../../world";

const columns = [
  "name",
  "zh",
  "aliases",
  "occupation",
  "birthplace",
  "citizenship",
  "native-language",
  "instrument",
];

export const composers: EntityTable = {
  type: "person",
  columns,
  rows: `
Johann Sebastian Bach | 巴赫 | Bach | composer | Eisenach | Germany | German | organ
George Frideric Handel | 亨德尔 | Handel | composer | Halle | United Kingdom | German |
Antonio Vivaldi | 维瓦尔第 | Vivaldi | composer | Venice | Italy | Italian | violin
Claudio Monteverdi | | | composer | Cremona | Italy | Italian |
Henry Purcell | 珀塞尔 | | composer | London | United Kingdom | English | organ
Joseph Haydn | 海顿 | Haydn | composer | Rohrau | Austria | German |
Wolfgang Amadeus Mozart | 莫扎特 | Mozart | composer | Salzburg | Austria | German | piano
Ludwig van Beethoven | 贝多芬 | Beethoven | composer | Bonn | Germany | German | piano
Franz Schubert | 舒伯特 | Schubert | composer | Vienna | Austria | German |
Robert Schumann | 舒曼 | | composer | Zwickau | Germany | German | piano
Felix Mendelssohn | 门德尔松 | Mendelssohn | composer | Hamburg | Germany | German |
Frederic Chopin | 肖邦 | Chopin | composer | Zelazowa Wola | Poland | Polish | piano
Franz Liszt | 李斯特 | Liszt | composer | Raiding | Hungary | German | piano
Niccolo Paganini | 帕格尼尼 | Paganini | composer | Genoa | Italy | Italian | violin
Johannes Brahms | 勃拉姆斯 | Brahms | composer | Hamburg | Germany | German | piano
Hector Berlioz | 柏辽兹 | Berlioz | composer | La Cote-Saint-Andre | France | French |
Gioachino Rossini | 罗西尼 | Rossini | composer | Pesaro | Italy | Italian |
Giuseppe Verdi | 威尔第 | Verdi | composer | Le Roncole | Italy | Italian |
Giacomo Puccini | 普契尼 | Puccini | composer | Lucca | Italy | Italian |
Richard Wagner | 瓦格纳 | Wagner | composer | Leipzig | Germany | German |
Georges Bizet | 比才 | Bizet | composer | Paris | France | French |
Camille Saint-Saens | 圣-桑 | Saint-Saens | composer | Paris | France | French | organ
Claude Debussy | 德彪西 | Debussy | composer | Saint-Germain-en-Laye | France | French | piano
Maurice Ravel | 拉威尔 | Ravel | composer | Ciboure | France | French | piano
Pyotr Ilyich Tchaikovsky | 柴可夫斯基 | Tchaikovsky | composer | Votkinsk | Russia | Russian |
Modest Mussorgsky | 穆索尔斯基 | Mussorgsky | composer | Karevo | Russia | Russian |
Sergei Rachmaninoff | 拉赫玛尼诺夫 | Rachmaninoff | composer | Semyonovo | | Russian | piano
Igor Stravinsky | 斯特拉文斯基 | Stravinsky | composer | Lomonosov | United States | Russian |
Sergei Prokofiev | 普罗科菲耶夫 | Prokofiev | composer | Sontsovka | Russia | Russian | piano
Dmitri Shostakovich | 肖斯塔科维奇 | Shostakovich | composer | Saint Petersburg | Russia | Russian | piano
Antonin Dvorak | 德沃夏克 | Dvorak | composer | Nelahozeves | Czechia | Czech | viola
Bela Bartok | 巴托克 | Bartok | composer | Sannicolau Mare | | Hungarian | piano
Jean Sibelius | 西贝柳斯 | Sibelius | composer | Hämeenlinna | Finland | Swedish | violin
Edvard Grieg | 格里格 | Grieg | composer | Bergen | Norway | Norwegian | piano
Gustav Mahler | 马勒 | Mahler | composer | Kaliste | Austria | German |
Richard Strauss | | | composer | Munich | Germany | German |
George Gershwin | 格什温 | Gershwin | composer | New York City | United States | English | piano
`,
};

export const musicians: EntityTable = {
  type: "person",
  columns,
  rows: `
Yo-Yo Ma | 马友友 | | musician | Paris | United States | | cello
Pablo Casals | 卡萨尔斯 | | musician | El Vendrell | Spain | Catalan | cello
Mstislav Rostropovich | | Rostropovich | musician | Baku | | Russian | cello
Jascha Heifetz | 海菲兹 | | musician | Vilnius | United States | | violin
Yehudi Menuhin | | | musician | New York City | United Kingdom | | violin
Anne-Sophie Mutter | | | musician | Rheinfelden | Germany | German | violin
Lang Lang | 郎朗 | | musician | Shenyang | | Chinese | piano
Glenn Gould | 古尔德 | | musician | Toronto | Canada | | piano
Martha Argerich | | | musician | Buenos Aires | | Spanish | piano
Duke Ellington | | | musician | | United States | | piano
Louis Armstrong | | | musician | New Orleans | United States | | trumpet
Miles Davis | | | musician | Alton | United States | | trumpet
Dizzy Gillespie | | | musician | Cheraw | United States | | trumpet
Charlie Parker | | | musician | Kansas City | United States | | saxophone
John Coltrane | | | musician | | United States | | saxophone
Fela Kuti | | | musician | Abeokuta | Nigeria | Yoruba | saxophone
Benny Goodman | | | musician | Chicago | United States | | clarinet
Jimi Hendrix | | | musician | Seattle | United States | English | guitar
Eric Clapton | | | musician | Ripley | United Kingdom | | guitar
B. B. King | | | musician | Itta Bena | United States | | guitar
Andres Segovia | | | musician | Linares | Spain | Spanish | guitar
Paco de Lucia | | | musician | Algeciras | Spain | Spanish | guitar
John Lennon | 约翰·列侬 | | singer | Liverpool | United Kingdom | English | guitar
Paul McCartney | 保罗·麦卡特尼 | | singer | Liverpool | United Kingdom | English | bass guitar
Ringo Starr | | | musician | Liverpool | United Kingdom | | drums
Buddy Rich | | | musician | New York City | United States | | drums
Ravi Shankar | | | musician | Varanasi | India | Bengali | sitar
Astor Piazzolla | 皮亚佐拉 | | composer | Mar del Plata | Argentina | Spanish | bandoneon
James Galway | | | musician | Belfast | United Kingdom | | flute
Jean-Pierre Rampal | | | musician | Marseille | France | French | flute
Toots Thielemans | | | musician | Brussels | Belgium | | harmonica
Elvis Presley | 猫王 | Elvis | singer | Tupelo | United States | English | guitar
Bob Dylan | 鲍勃·迪伦 | | singer | Duluth | United States | English | harmonica
Luciano Pavarotti | 帕瓦罗蒂 | Pavarotti | singer | Modena | Italy | Italian |
Edith Piaf | | | singer | Paris | France | French |
Bob Marley | | | singer | Nine Mile | Jamaica | |
Michael Jackson | 迈克尔·杰克逊 | | singer | Gary | United States | English |
Tina Turner | | | singer | Brownsville | Switzerland | |
Celine Dion | 席琳·迪翁 | | singer | Charlemagne | Canada | French |
Shakira | 夏奇拉 | | singer | Barranquilla | Colombia | Spanish |
`,
};
