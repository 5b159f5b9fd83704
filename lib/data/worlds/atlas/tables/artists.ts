/** Painters, sculptors and film directors. */
import type { EntityTable } from "../../world";

const columns = ["name", "zh", "aliases", "occupation", "birthplace", "citizenship", "native-language"];

export const painters: EntityTable = {
  type: "person",
  columns,
  rows: `
Leonardo da Vinci | 达·芬奇 | Leonardo | painter | Vinci | Italy | Italian
Michelangelo | 米开朗基罗 | | sculptor | Caprese | Italy | Italian
Raphael | 拉斐尔 | | painter | Urbino | Italy | Italian
Sandro Botticelli | 波提切利 | Botticelli | painter | Florence | Italy | Italian
Caravaggio | 卡拉瓦乔 | | painter | Milan | Italy | Italian
Gian Lorenzo Bernini | 贝尼尼 | Bernini | sculptor | Naples | Italy | Italian
Vincent van Gogh | 梵高 | Van Gogh | painter | Zundert | Netherlands | Dutch
Rembrandt | 伦勃朗 | | painter | Leiden | Netherlands | Dutch
Johannes Vermeer | 维米尔 | Vermeer | painter | Delft | Netherlands | Dutch
Hieronymus Bosch | 博斯 | | painter | Den Bosch | Netherlands | Dutch
Jan van Eyck | 扬·凡·艾克 | | painter | Maaseik | Belgium | Dutch
Pieter Bruegel the Elder | 勃鲁盖尔 | Bruegel | painter | | Belgium | Dutch
Rene Magritte | 马格利特 | Magritte | painter | Lessines | Belgium | French
Pablo Picasso | 毕加索 | Picasso | painter | Malaga | Spain | Spanish
Salvador Dali | 达利 | Dali | painter | Figueres | Spain | Catalan
Diego Velazquez | 委拉斯开兹 | Velazquez | painter | Seville | Spain | Spanish
Francisco Goya | 戈雅 | Goya | painter | Fuendetodos | Spain | Spanish
Edvard Munch | 蒙克 | Munch | painter | Loten | Norway | Norwegian
Claude Monet | 莫奈 | Monet | painter | Paris | France | French
Edouard Manet | 马奈 | Manet | painter | Paris | France | French
Paul Cezanne | 塞尚 | Cezanne | painter | Aix-en-Provence | France | French
Pierre-Auguste Renoir | 雷诺阿 | Renoir | painter | Limoges | France | French
Eugene Delacroix | 德拉克罗瓦 | Delacroix | painter | Charenton | France | French
Auguste Rodin | 罗丹 | Rodin | sculptor | Paris | France | French
Louise Bourgeois | | | sculptor | Paris | United States | French
Constantin Brancusi | 布朗库西 | Brancusi | sculptor | Hobita | | Romanian
Albrecht Dürer | 丢勒 | Dürer | painter | Nuremberg | Germany | German
J. M. W. Turner | 透纳 | | painter | London | United Kingdom | English
Gustav Klimt | 克里姆特 | Klimt | painter | Vienna | Austria | German
Marc Chagall | 夏加尔 | Chagall | painter | | France | Yiddish
Edward Hopper | | | painter | Nyack | United States | English
Andy Warhol | 安迪·沃霍尔 | Warhol | painter | Pittsburgh | United States |
Frida Kahlo | 弗里达·卡罗 | | painter | Mexico City | Mexico | Spanish
Katsushika Hokusai | 葛饰北斋 | Hokusai | painter | Tokyo | Japan | Japanese
`,
};

export const directors: EntityTable = {
  type: "person",
  columns,
  rows: `
Orson Welles | | | film director | Kenosha | United States | English
Alfred Hitchcock | 希区柯克 | Hitchcock | film director | London | | English
Stanley Kubrick | 库布里克 | Kubrick | film director | New York City | United States | English
Charlie Chaplin | 卓别林 | Chaplin | film director | London | United Kingdom | English
Akira Kurosawa | 黑泽明 | Kurosawa | film director | Tokyo | Japan | Japanese
Hayao Miyazaki | 宫崎骏 | Miyazaki | film director | Tokyo | Japan | Japanese
Federico Fellini | 费里尼 | Fellini | film director | Rimini | Italy | Italian
Fritz Lang | | | film director | Vienna | United States | German
Werner Herzog | | | film director | Munich | Germany | German
Ingmar Bergman | 伯格曼 | | film director | Uppsala | Sweden | Swedish
Sergei Eisenstein | 爱森斯坦 | Eisenstein | film director | Riga | Russia | Russian
Andrei Tarkovsky | 塔可夫斯基 | Tarkovsky | film director | Zavrazhye | Russia | Russian
Steven Spielberg | 斯皮尔伯格 | Spielberg | film director | Cincinnati | United States | English
Martin Scorsese | | Scorsese | film director | New York City | United States | English
Quentin Tarantino | 昆汀 | Tarantino | film director | Knoxville | United States | English
George Lucas | | | film director | Modesto | United States | English
James Cameron | 卡梅隆 | | film director | Kapuskasing | | English
Christopher Nolan | 诺兰 | | film director | London | United Kingdom | English
Luis Buñuel | 布努埃尔 | Buñuel | film director | Calanda | Mexico | Spanish
Guillermo del Toro | | | film director | Guadalajara | Mexico | Spanish
Satyajit Ray | | | film director | Kolkata | India | Bengali
Zhang Yimou | 张艺谋 | | film director | Xi'an | China | Chinese
Chen Kaige | 陈凯歌 | | film director | Beijing | China | Chinese
Wong Kar-wai | 王家卫 | | film director | Shanghai | | Chinese
Bong Joon-ho | 奉俊昊 | | film director | Daegu | South Korea | Korean
Abbas Kiarostami | 阿巴斯 | | film director | Tehran | Iran | Persian
`,
};
