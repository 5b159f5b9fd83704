/**
 * When people of the first world were born and died, and when works and companies began. Long because a table has one line for
 * each fact and is one text.
 */

/** Person | year of birth | year of death. */
export const LIVES = `
Albert Einstein | 1879 | 1955
Isaac Newton | 1643 | 1727
Galileo Galilei | 1564 | 1642
Marie Curie | 1867 | 1934
Niels Bohr | 1885 | 1962
Michael Faraday | 1791 | 1867
James Clerk Maxwell | 1831 | 1879
Stephen Hawking | 1942 | 2018
Nikola Tesla | 1856 | 1943
Werner Heisenberg | 1901 | 1976
Erwin Schrödinger | 1887 | 1961
Max Planck | 1858 | 1947
Enrico Fermi | 1901 | 1954
Richard Feynman | 1918 | 1988
Ernest Rutherford | 1871 | 1937
Chen-Ning Yang | 1922 | 2025
Hideki Yukawa | 1907 | 1981
Alessandro Volta | 1745 | 1827
Christiaan Huygens | 1629 | 1695
Nicolaus Copernicus | 1473 | 1543
Johannes Kepler | 1571 | 1630
Edwin Hubble | 1889 | 1953
Antoine Lavoisier | 1743 | 1794
Dmitri Mendeleev | 1834 | 1907
Alfred Nobel | 1833 | 1896
Tu Youyou | 1930 |
Louis Pasteur | 1822 | 1895
Alexander Fleming | 1881 | 1955
Charles Darwin | 1809 | 1882
Gregor Mendel | 1822 | 1884
Carl Linnaeus | 1707 | 1778
James Watson | 1928 | 2025
Rosalind Franklin | 1920 | 1958
Jane Goodall | 1934 | 2025
Rachel Carson | 1907 | 1964
Ivan Pavlov | 1849 | 1936
Yuan Longping | 1930 | 2021
Sigmund Freud | 1856 | 1939
Carl Jung | 1875 | 1961
Jean Piaget | 1896 | 1980
Alfred Wegener | 1880 | 1930
Carl Friedrich Gauss | 1777 | 1855
Leonhard Euler | 1707 | 1783
David Hilbert | 1862 | 1943
Emmy Noether | 1882 | 1935
Blaise Pascal | 1623 | 1662
Evariste Galois | 1811 | 1832
Srinivasa Ramanujan | 1887 | 1920
John von Neumann | 1903 | 1957
Paul Erdos | 1913 | 1996
Kurt Gödel | 1906 | 1978
Shiing-Shen Chern | 1911 | 2004
Maryam Mirzakhani | 1977 | 2017
Alan Turing | 1912 | 1954
Ada Lovelace | 1815 | 1852
Edsger Dijkstra | 1930 | 2002
Linus Torvalds | 1969 |
Tim Berners-Lee | 1955 |
Adam Smith | 1723 | 1790
John Maynard Keynes | 1883 | 1946
Karl Marx | 1818 | 1883
Amartya Sen | 1933 |
Elinor Ostrom | 1933 | 2012
Alexander Graham Bell | 1847 | 1922
Thomas Edison | 1847 | 1931
James Watt | 1736 | 1819
Guglielmo Marconi | 1874 | 1937
Baruch Spinoza | 1632 | 1677
Immanuel Kant | 1724 | 1804
Friedrich Nietzsche | 1844 | 1900
Soren Kierkegaard | 1813 | 1855
Ludwig Wittgenstein | 1889 | 1951
Jean-Jacques Rousseau | 1712 | 1778
Jean-Paul Sartre | 1905 | 1980
Niccolo Machiavelli | 1469 | 1527
Noam Chomsky | 1928 |
Ferdinand de Saussure | 1857 | 1913
William Shakespeare | 1564 | 1616
Leo Tolstoy | 1828 | 1910
Fyodor Dostoevsky | 1821 | 1881
Anton Chekhov | 1860 | 1904
Nikolai Gogol | 1809 | 1852
Alexander Pushkin | 1799 | 1837
Vladimir Nabokov | 1899 | 1977
Miguel de Cervantes | 1547 | 1616
Gustave Flaubert | 1821 | 1880
Victor Hugo | 1802 | 1885
Alexandre Dumas | 1802 | 1870
Marcel Proust | 1871 | 1922
Albert Camus | 1913 | 1960
Jules Verne | 1828 | 1905
Moliere | 1622 | 1673
Voltaire | 1694 | 1778
Jane Austen | 1775 | 1817
Charlotte Bronte | 1816 | 1855
Emily Bronte | 1818 | 1848
Charles Dickens | 1812 | 1870
Mary Shelley | 1797 | 1851
Oscar Wilde | 1854 | 1900
Jonathan Swift | 1667 | 1745
James Joyce | 1882 | 1941
Samuel Beckett | 1906 | 1989
Virginia Woolf | 1882 | 1941
George Orwell | 1903 | 1950
J. R. R. Tolkien | 1892 | 1973
Joseph Conrad | 1857 | 1924
Agatha Christie | 1890 | 1976
John Milton | 1608 | 1674
T. S. Eliot | 1888 | 1965
Edgar Allan Poe | 1809 | 1849
Herman Melville | 1819 | 1891
Mark Twain | 1835 | 1910
F. Scott Fitzgerald | 1896 | 1940
Ernest Hemingway | 1899 | 1961
Toni Morrison | 1931 | 2019
Arthur Miller | 1915 | 2005
Franz Kafka | 1883 | 1924
Thomas Mann | 1875 | 1955
Hermann Hesse | 1877 | 1962
Johann Wolfgang von Goethe | 1749 | 1832
Dante Alighieri | 1265 | 1321
Umberto Eco | 1932 | 2016
Henrik Ibsen | 1828 | 1906
Astrid Lindgren | 1907 | 2002
Hans Christian Andersen | 1805 | 1875
Adam Mickiewicz | 1798 | 1855
Jaroslav Hasek | 1883 | 1923
Paulo Coelho | 1947 |
Gabriel Garcia Marquez | 1927 | 2014
Jorge Luis Borges | 1899 | 1986
Pablo Neruda | 1904 | 1973
Chinua Achebe | 1930 | 2013
Naguib Mahfouz | 1911 | 2006
Orhan Pamuk | 1952 |
Rumi | 1207 | 1273
Rabindranath Tagore | 1861 | 1941
Haruki Murakami | 1949 |
Lao She | 1899 | 1966
Mo Yan | 1955 |
Christopher Columbus | 1451 | 1506
Marco Polo | 1254 | 1324
Ferdinand Magellan | 1480 | 1521
Roald Amundsen | 1872 | 1928
Ibn Battuta | 1304 |
Yuri Gagarin | 1934 | 1968
Neil Armstrong | 1930 | 2012
Yang Liwei | 1965 |
Napoleon Bonaparte | 1769 | 1821
Mahatma Gandhi | 1869 | 1948
Nelson Mandela | 1918 | 2013
Winston Churchill | 1874 | 1965
Abraham Lincoln | 1809 | 1865
Simon Bolivar | 1783 | 1830
Mustafa Kemal Ataturk | 1881 | 1938
Leonardo da Vinci | 1452 | 1519
Michelangelo | 1475 | 1564
Raphael | 1483 | 1520
Caravaggio | 1571 | 1610
Gian Lorenzo Bernini | 1598 | 1680
Vincent van Gogh | 1853 | 1890
Rembrandt | 1606 | 1669
Johannes Vermeer | 1632 | 1675
Rene Magritte | 1898 | 1967
Pablo Picasso | 1881 | 1973
Salvador Dali | 1904 | 1989
Diego Velazquez | 1599 | 1660
Francisco Goya | 1746 | 1828
Edvard Munch | 1863 | 1944
Claude Monet | 1840 | 1926
Edouard Manet | 1832 | 1883
Paul Cezanne | 1839 | 1906
Pierre-Auguste Renoir | 1841 | 1919
Eugene Delacroix | 1798 | 1863
Auguste Rodin | 1840 | 1917
Louise Bourgeois | 1911 | 2010
Constantin Brancusi | 1876 | 1957
Albrecht Dürer | 1471 | 1528
J. M. W. Turner | 1775 | 1851
Gustav Klimt | 1862 | 1918
Marc Chagall | 1887 | 1985
Edward Hopper | 1882 | 1967
Andy Warhol | 1928 | 1987
Frida Kahlo | 1907 | 1954
Katsushika Hokusai | 1760 | 1849
Orson Welles | 1915 | 1985
Alfred Hitchcock | 1899 | 1980
Stanley Kubrick | 1928 | 1999
Charlie Chaplin | 1889 | 1977
Akira Kurosawa | 1910 | 1998
Hayao Miyazaki | 1941 |
Federico Fellini | 1920 | 1993
Fritz Lang | 1890 | 1976
Werner Herzog | 1942 |
Ingmar Bergman | 1918 | 2007
Sergei Eisenstein | 1898 | 1948
Andrei Tarkovsky | 1932 | 1986
Steven Spielberg | 1946 |
Martin Scorsese | 1942 |
Quentin Tarantino | 1963 |
George Lucas | 1944 |
James Cameron | 1954 |
Christopher Nolan | 1970 |
Luis Buñuel | 1900 | 1983
Guillermo del Toro | 1964 |
Satyajit Ray | 1921 | 1992
Zhang Yimou | 1950 |
Chen Kaige | 1952 |
Wong Kar-wai | 1958 |
Bong Joon-ho | 1969 |
Abbas Kiarostami | 1940 | 2016
Johann Sebastian Bach | 1685 | 1750
George Frideric Handel | 1685 | 1759
Antonio Vivaldi | 1678 | 1741
Claudio Monteverdi | 1567 | 1643
Henry Purcell | 1659 | 1695
Joseph Haydn | 1732 | 1809
Wolfgang Amadeus Mozart | 1756 | 1791
Ludwig van Beethoven | 1770 | 1827
Franz Schubert | 1797 | 1828
Robert Schumann | 1810 | 1856
Felix Mendelssohn | 1809 | 1847
Frederic Chopin | 1810 | 1849
Franz Liszt | 1811 | 1886
Niccolo Paganini | 1782 | 1840
Johannes Brahms | 1833 | 1897
Hector Berlioz | 1803 | 1869
Gioachino Rossini | 1792 | 1868
Giuseppe Verdi | 1813 | 1901
Giacomo Puccini | 1858 | 1924
Richard Wagner | 1813 | 1883
Georges Bizet | 1838 | 1875
Camille Saint-Saens | 1835 | 1921
Claude Debussy | 1862 | 1918
Maurice Ravel | 1875 | 1937
Pyotr Ilyich Tchaikovsky | 1840 | 1893
Modest Mussorgsky | 1839 | 1881
Sergei Rachmaninoff | 1873 | 1943
Igor Stravinsky | 1882 | 1971
Sergei Prokofiev | 1891 | 1953
Dmitri Shostakovich | 1906 | 1975
Antonin Dvorak | 1841 | 1904
Bela Bartok | 1881 | 1945
Jean Sibelius | 1865 | 1957
Edvard Grieg | 1843 | 1907
Gustav Mahler | 1860 | 1911
Richard Strauss | 1864 | 1949
George Gershwin | 1898 | 1937
Yo-Yo Ma | 1955 |
Pablo Casals | 1876 | 1973
Mstislav Rostropovich | 1927 | 2007
Yehudi Menuhin | 1916 | 1999
Lang Lang | 1982 |
Glenn Gould | 1932 | 1982
Martha Argerich | 1941 |
Duke Ellington | 1899 | 1974
Louis Armstrong | 1901 | 1971
Miles Davis | 1926 | 1991
Charlie Parker | 1920 | 1955
John Coltrane | 1926 | 1967
Jimi Hendrix | 1942 | 1970
Eric Clapton | 1945 |
John Lennon | 1940 | 1980
Paul McCartney | 1942 |
Ringo Starr | 1940 |
Ravi Shankar | 1920 | 2012
Astor Piazzolla | 1921 | 1992
Elvis Presley | 1935 | 1977
Bob Dylan | 1941 |
Luciano Pavarotti | 1935 | 2007
Edith Piaf | 1915 | 1963
Bob Marley | 1945 | 1981
Michael Jackson | 1958 | 2009
Tina Turner | 1939 | 2023
Celine Dion | 1968 |
Shakira | 1977 |
Pele | 1940 | 2022
Diego Maradona | 1960 | 2020
Lionel Messi | 1987 |
Cristiano Ronaldo | 1985 |
Zinedine Zidane | 1972 |
Franz Beckenbauer | 1945 | 2024
Luka Modric | 1985 |
Mohamed Salah | 1992 |
Son Heung-min | 1992 |
Roger Federer | 1981 |
Rafael Nadal | 1986 |
Novak Djokovic | 1987 |
Serena Williams | 1981 |
Steffi Graf | 1969 |
Martina Navratilova | 1956 |
Björn Borg | 1956 |
Li Na | 1982 |
Michael Jordan | 1963 |
LeBron James | 1984 |
Kobe Bryant | 1978 | 2020
Yao Ming | 1980 |
Dirk Nowitzki | 1978 |
Michael Phelps | 1985 |
Ian Thorpe | 1982 |
Sun Yang | 1991 |
Muhammad Ali | 1942 | 2016
Mike Tyson | 1966 |
Garry Kasparov | 1963 |
Magnus Carlsen | 1990 |
Bobby Fischer | 1943 | 2008
Viswanathan Anand | 1969 |
Judit Polgar | 1976 |
Hou Yifan | 1994 |
Jose Raul Capablanca | 1888 | 1942
Tiger Woods | 1975 |
Usain Bolt | 1986 |
Jesse Owens | 1913 | 1980
Paavo Nurmi | 1897 | 1973
Liu Xiang | 1983 |
Nadia Comaneci | 1961 |
Simone Biles | 1997 |
Michael Schumacher | 1969 |
Ayrton Senna | 1960 | 1994
Lewis Hamilton | 1985 |
Juan Manuel Fangio | 1911 | 1995
Sachin Tendulkar | 1973 |
Don Bradman | 1908 | 2001
Eddy Merckx | 1945 |
Babe Ruth | 1895 | 1948
Wayne Gretzky | 1961 |
Tom Brady | 1977 |
Shohei Ohtani | 1994 |
Yuna Kim | 1990 |
Yuzuru Hanyu | 1994 |
Ma Long | 1988 |
Deng Yaping | 1973 |
Lin Dan | 1983 |
Jonah Lomu | 1975 | 2015
Steve Jobs | 1955 | 2011
Bill Gates | 1955 |
Jeff Bezos | 1964 |
Mark Zuckerberg | 1984 |
Elon Musk | 1971 |
Henry Ford | 1863 | 1947
Walt Disney | 1901 | 1966
Enzo Ferrari | 1898 | 1988
Soichiro Honda | 1906 | 1991
Jack Ma | 1964 |
Lei Jun | 1969 |
Ren Zhengfei | 1944 |
Angela Merkel | 1954 |
Joe Biden | 1942 |
Emmanuel Macron | 1977 |
Justin Trudeau | 1971 |
Shinzo Abe | 1954 | 2022
Donald Trump | 1946 |
Vladimir Putin | 1952 |
Narendra Modi | 1950 |
`;

/** Film or book | year it first appeared. */
export const WORK_YEARS = `
War and Peace | 1869
Anna Karenina | 1878
Crime and Punishment | 1866
The Brothers Karamazov | 1880
Dead Souls | 1842
Lolita | 1955
Don Quixote | 1605
Madame Bovary | 1857
Les Miserables | 1862
The Stranger | 1942
The Plague | 1947
Twenty Thousand Leagues Under the Seas | 1870
Nausea | 1938
Pride and Prejudice | 1813
Jane Eyre | 1847
Wuthering Heights | 1847
Great Expectations | 1861
Oliver Twist | 1838
Frankenstein | 1818
The Picture of Dorian Gray | 1890
Gulliver's Travels | 1726
Ulysses | 1922
Mrs Dalloway | 1925
To the Lighthouse | 1927
Nineteen Eighty-Four | 1949
Animal Farm | 1945
The Hobbit | 1937
Lord Jim | 1900
Murder on the Orient Express | 1934
Moby-Dick | 1851
The Great Gatsby | 1925
A Farewell to Arms | 1929
For Whom the Bell Tolls | 1940
Beloved | 1987
The Trial | 1925
The Magic Mountain | 1924
Steppenwolf | 1927
The Sorrows of Young Werther | 1774
The Name of the Rose | 1980
Pippi Longstocking | 1945
The Alchemist | 1988
One Hundred Years of Solitude | 1967
Love in the Time of Cholera | 1985
Things Fall Apart | 1958
Norwegian Wood | 1987
A Doll's House | 1879
Waiting for Godot | 1953
Death of a Salesman | 1949
The Waste Land | 1922
The Raven | 1845
Guernica | 1937
The Starry Night | 1889
The Scream | 1893
The Persistence of Memory | 1931
Nighthawks | 1942
The Night Watch | 1642
Carmen | 1875
Aida | 1871
Tosca | 1900
Swan Lake | 1877
The Nutcracker | 1892
The Rite of Spring | 1913
The Firebird | 1910
Messiah | 1742
Citizen Kane | 1941
Vertigo | 1958
Rear Window | 1954
Full Metal Jacket | 1987
Modern Times | 1936
Seven Samurai | 1954
Spirited Away | 2001
My Neighbor Totoro | 1988
La Dolce Vita | 1960
Metropolis | 1927
Fitzcarraldo | 1982
The Seventh Seal | 1957
Battleship Potemkin | 1925
Andrei Rublev | 1966
Schindler's List | 1993
Taxi Driver | 1976
Pulp Fiction | 1994
Star Wars | 1977
Titanic | 1997
Inception | 2010
Interstellar | 2014
Viridiana | 1961
Pan's Labyrinth | 2006
Charulata | 1964
Hero | 2002
Farewell My Concubine | 1993
In the Mood for Love | 2000
Parasite | 2019
Taste of Cherry | 1997
`;

/** Company | year of its founding. */
export const COMPANY_YEARS = `
Apple | 1976
Microsoft | 1975
Google | 1998
Amazon | 1994
Meta | 2004
Tesla | 2003
SpaceX | 2002
Nvidia | 1993
Intel | 1968
AMD | 1969
Qualcomm | 1985
IBM | 1911
Oracle | 1977
Dell | 1984
HP | 1939
Adobe | 1982
Salesforce | 1999
Autodesk | 1982
Atlassian | 2002
Red Hat | 1993
Canonical | 2004
JetBrains | 2000
OpenAI | 2015
Anthropic | 2021
Netflix | 1997
Disney | 1923
Spotify | 2006
Baidu | 2000
Tencent | 1998
Alibaba | 1999
ByteDance | 2012
Huawei | 1987
Xiaomi | 2010
Lenovo | 1984
DJI | 2006
BYD | 1995
Asus | 1989
Samsung | 1938
Hyundai | 1967
Kia | 1944
Sony | 1946
Panasonic | 1918
Canon | 1937
Nikon | 1917
Fujifilm | 1934
Nintendo | 1889
Sega | 1960
Capcom | 1979
Konami | 1969
Electronic Arts | 1982
Ubisoft | 1986
Valve | 1996
Epic Games | 1991
Rockstar Games | 1998
Mojang | 2009
Atari | 1972
Boeing | 1916
Airbus | 1970
Embraer | 1969
Bombardier | 1942
Ford | 1903
General Motors | 1908
Toyota | 1937
Honda | 1948
Nissan | 1933
Volkswagen | 1937
BMW | 1916
Audi | 1909
Porsche | 1931
Fiat | 1899
Ferrari | 1939
Lamborghini | 1963
Maserati | 1914
Renault | 1899
Citroen | 1919
Volvo | 1927
Harley-Davidson | 1903
Ducati | 1926
Michelin | 1889
Bridgestone | 1931
Yamaha | 1887
Nokia | 1865
Ericsson | 1876
Philips | 1891
Siemens | 1847
Dyson | 1991
Gazprom | 1989
Petrobras | 1953
Coca-Cola Company | 1892
Heineken | 1864
Nestle | 1866
Ferrero | 1946
Haribo | 1920
Mars | 1911
McDonald's | 1940
Starbucks | 1971
Procter & Gamble | 1837
Walmart | 1962
IKEA | 1943
H&M | 1947
Prada | 1913
Hermes | 1837
Nike | 1964
Adidas | 1949
Puma | 1948
Rolex | 1905
Omega | 1848
Casio | 1946
Lego | 1932
Mattel | 1945
Hasbro | 1923
Pfizer | 1849
Bayer | 1863
Novo Nordisk | 1923
HSBC | 1865
FedEx | 1971
UPS | 1907
`;
