/** Events and their years: event | Chinese | year. */
export const EVENTS = `
battle of Hastings | 黑斯廷斯战役 | 1066
signing of the Magna Carta | 《大宪章》的签署 | 1215
fall of Constantinople | 君士坦丁堡的陷落 | 1453
first voyage of Columbus to America | 哥伦布首次航行到美洲 | 1492
start of the Reformation | 宗教改革的开始 | 1517
defeat of the Spanish Armada | 西班牙无敌舰队的失败 | 1588
start of the Thirty Years' War | 三十年战争的开始 | 1618
Peace of Westphalia | 《威斯特伐利亚和约》的签订 | 1648
Great Fire of London | 伦敦大火 | 1666
Lisbon earthquake | 里斯本大地震 | 1755
American Declaration of Independence | 美国《独立宣言》的发表 | 1776
storming of the Bastille | 攻占巴士底狱 | 1789
battle of Trafalgar | 特拉法尔加海战 | 1805
battle of Waterloo | 滑铁卢战役 | 1815
opening of the first public steam railway | 第一条公共蒸汽铁路的通车 | 1825
start of the First Opium War | 第一次鸦片战争的开始 | 1840
revolutions called the Spring of Nations | 欧洲“民族之春”革命 | 1848
first modern Olympic Games | 第一届现代奥运会 | 1896
opening of the Suez Canal | 苏伊士运河的通航 | 1869
founding of the German Empire | 德意志帝国的建立 | 1871
opening of the Eiffel Tower | 埃菲尔铁塔的落成 | 1889
first powered flight of the Wright brothers | 莱特兄弟的首次动力飞行 | 1903
first Nobel Prizes | 第一次颁发诺贝尔奖 | 1901
San Francisco earthquake | 旧金山大地震 | 1906
arrival of Amundsen at the South Pole | 阿蒙森到达南极点 | 1911
Xinhai Revolution | 辛亥革命 | 1911
sinking of the Titanic | 泰坦尼克号的沉没 | 1912
opening of the Panama Canal | 巴拿马运河的通航 | 1914
start of the First World War | 第一次世界大战的爆发 | 1914
October Revolution in Russia | 俄国十月革命 | 1917
end of the First World War | 第一次世界大战的结束 | 1918
May Fourth Movement | 五四运动 | 1919
discovery of penicillin | 青霉素的发现 | 1928
first football World Cup | 第一届足球世界杯 | 1930
start of the Second World War in Europe | 第二次世界大战在欧洲爆发 | 1939
attack on Pearl Harbor | 偷袭珍珠港 | 1941
landing in Normandy | 诺曼底登陆 | 1944
end of the Second World War | 第二次世界大战的结束 | 1945
founding of the United Nations | 联合国的成立 | 1945
independence of India | 印度独立 | 1947
invention of the transistor | 晶体管的发明 | 1947
founding of the State of Israel | 以色列建国 | 1948
founding of the People's Republic of China | 中华人民共和国的成立 | 1949
discovery of the double helix | DNA双螺旋结构的发现 | 1953
first ascent of Mount Everest | 人类首次登上珠穆朗玛峰 | 1953
launch of Sputnik 1 | 第一颗人造卫星的发射 | 1957
first human flight into space | 人类首次进入太空 | 1961
building of the Berlin Wall | 柏林墙的修建 | 1961
Cuban Missile Crisis | 古巴导弹危机 | 1962
first human steps on the Moon | 人类首次登上月球 | 1969
first Earth Day | 第一个世界地球日 | 1970
discovery of the Terracotta Army | 兵马俑的发现 | 1974
end of the Vietnam War | 越南战争的结束 | 1975
death of Mao Zedong | 毛泽东逝世 | 1976
Chernobyl disaster | 切尔诺贝利核事故 | 1986
fall of the Berlin Wall | 柏林墙的倒塌 | 1989
proposal of the World Wide Web | 万维网的提出 | 1989
launch of the Hubble Space Telescope | 哈勃太空望远镜的发射 | 1990
German reunification | 两德统一 | 1990
end of the Soviet Union | 苏联解体 | 1991
opening of the Channel Tunnel | 英法海底隧道的通车 | 1994
birth of Dolly the sheep | 克隆羊多莉的诞生 | 1996
return of Hong Kong to China | 香港回归中国 | 1997
return of Macau to China | 澳门回归中国 | 1999
introduction of euro banknotes | 欧元纸币的流通 | 2002
first Chinese flight with an astronaut | 中国首次载人航天飞行 | 2003
Indian Ocean tsunami | 印度洋海啸 | 2004
reclassification of Pluto as a dwarf planet | 冥王星被重新划为矮行星 | 2006
presentation of the first iPhone | 第一代苹果手机的发布 | 2007
Beijing Olympic Games | 北京奥运会 | 2008
first Bitcoin block | 第一个比特币区块 | 2009
opening of the Burj Khalifa | 哈利法塔的启用 | 2010
Shanghai World Expo | 上海世博会 | 2010
discovery of the Higgs boson | 希格斯玻色子的发现 | 2012
win of AlphaGo against Lee Sedol | 阿尔法狗战胜李世石 | 2016
first picture of a black hole | 第一张黑洞照片的发布 | 2019
fire of Notre-Dame in Paris | 巴黎圣母院大火 | 2019
launch of the James Webb Space Telescope | 韦布太空望远镜的发射 | 2021
Beijing Winter Olympic Games | 北京冬奥会 | 2022
`;
