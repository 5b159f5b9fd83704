/**
 * Short lives: person | second sentence | third sentence. The first sentence is made from the tables. What a question
 * asks for is in brackets.
 */
export const BIOGRAPHIES = `
Albert Einstein | He published the theory of [relativity]. | He received the Nobel Prize for explaining the [photoelectric effect].
Isaac Newton | He described gravity in a book called [Principia]. | He shared the discovery of [calculus] with Leibniz.
Galileo Galilei | He saw four moons of [Jupiter] through a telescope. | He was tried by the church for defending [Copernicus].
Marie Curie | She discovered radium and [polonium]. | She was the first person to win two [Nobel Prizes].
Niels Bohr | He proposed that electrons move in fixed [orbits]. | His institute stood in [Copenhagen].
Michael Faraday | He began his working life as a [bookbinder]. | He discovered electromagnetic [induction].
Charles Darwin | He sailed around the world on the [Beagle]. | His best known book is [On the Origin of Species].
Gregor Mendel | He was a monk who crossed thousands of [pea plants]. | He found the laws of [inheritance].
Louis Pasteur | He showed that [germs] spoil food. | He developed a vaccine against [rabies].
Alexander Fleming | He noticed a [mould] that killed bacteria. | His discovery led to the drug [penicillin].
Dmitri Mendeleev | He arranged the elements in the [periodic table]. | He left gaps for elements that were still [unknown].
Alfred Nobel | He invented [dynamite]. | He left his fortune to found a [prize].
Nikola Tesla | He championed [alternating current]. | The unit of magnetic [flux density] bears his name.
Thomas Edison | He ran a laboratory in [Menlo Park]. | He recorded sound with the [phonograph].
James Watt | He greatly improved the [steam engine]. | The unit of [power] bears his name.
Alan Turing | He helped to break the [Enigma] cipher. | He described a test for [thinking machines].
Ada Lovelace | She wrote notes on the [Analytical Engine]. | She is often called the first [programmer].
Carl Friedrich Gauss | He is called the prince of [mathematicians]. | He computed the orbit of the dwarf planet [Ceres].
Leonhard Euler | He solved the problem of the bridges of [Königsberg]. | He kept working after he became [blind].
Emmy Noether | She linked symmetries to [conservation laws]. | She taught for years in [Göttingen].
Sigmund Freud | He founded [psychoanalysis]. | He fled to [London] in the last year of his life but one.
Jane Goodall | She studied wild [chimpanzees]. | She worked at Gombe in [Tanzania].
Stephen Hawking | He studied [black holes]. | His best known book is [A Brief History of Time].
Johannes Kepler | He found that planets move in [ellipses]. | He used the observations of [Tycho Brahe].
Nicolaus Copernicus | He placed the [sun] at the centre of the planets. | His great book appeared in the year of his [death].
Socrates | He taught by asking [questions]. | He died by drinking [hemlock].
Plato | He founded a school called the [Academy]. | He was a pupil of [Socrates].
Aristotle | He was the teacher of [Alexander the Great]. | His school was called the [Lyceum].
Immanuel Kant | He wrote the [Critique of Pure Reason]. | He hardly ever left [Königsberg].
Karl Marx | He wrote [Capital]. | He is buried in [London].
William Shakespeare | His theatre in London was the [Globe]. | He wrote 154 [sonnets].
Leo Tolstoy | He wrote [War and Peace]. | He died at a [railway station].
Fyodor Dostoevsky | He was sent to a prison camp in [Siberia]. | His last novel is [The Brothers Karamazov].
Miguel de Cervantes | He was wounded in the battle of [Lepanto]. | His hero is the knight [Don Quixote].
Victor Hugo | He lived in exile on the island of [Guernsey]. | He wrote about the bell-ringer of [Notre-Dame].
Jules Verne | He imagined the submarine [Nautilus]. | He sent Phileas Fogg around the [world].
Jane Austen | Her first published novel is [Sense and Sensibility]. | Her most famous heroine is [Elizabeth Bennet].
Charles Dickens | As a boy he worked in a [blacking factory]. | He created the miser [Scrooge].
Mary Shelley | She wrote [Frankenstein]. | She began her novel by Lake [Geneva].
Agatha Christie | She created the detective [Hercule Poirot]. | Her play [The Mousetrap] ran for decades.
George Orwell | His real name was [Eric Blair]. | He warned of a state ruled by [Big Brother].
J. R. R. Tolkien | He was a professor at [Oxford]. | He invented languages for the [elves].
Franz Kafka | He worked for an [insurance] company. | In one story a man wakes up as an [insect].
Hans Christian Andersen | He wrote the tale of the [Little Mermaid]. | He was the son of a [shoemaker].
Gabriel Garcia Marquez | He set his great novel in the village of [Macondo]. | He won the Nobel Prize in [1982].
Rabindranath Tagore | He wrote the anthem of [India]. | He was the first Asian to win the Nobel Prize in [Literature].
Cao Xueqin | He wrote [Dream of the Red Chamber]. | He lived in the [Qing] dynasty.
Christopher Columbus | He crossed the Atlantic in [1492]. | He sailed for the rulers of [Spain].
Marco Polo | He travelled to the court of [Kublai Khan]. | He told his story in a [prison].
Vasco da Gama | He found the sea route from Europe to [India]. | He sailed around the Cape of [Good Hope].
Ferdinand Magellan | He led the first voyage around the [world]. | He was killed in the [Philippines].
Zheng He | He led great fleets in the [Ming] dynasty. | He sailed as far as [Africa].
Yuri Gagarin | He was the first human in [space]. | His ship was called [Vostok 1].
Neil Armstrong | He was the first human on the [Moon]. | He flew with the mission [Apollo 11].
Yang Liwei | He was the first Chinese in [space]. | His ship was called [Shenzhou 5].
Napoleon Bonaparte | He was crowned emperor in [1804]. | He was finally defeated at [Waterloo].
Mahatma Gandhi | He led a march to the sea to make [salt]. | He preached [nonviolence].
Nelson Mandela | He spent 27 years in [prison]. | He became president of [South Africa].
Abraham Lincoln | He was president during the [Civil War]. | He was shot in a [theatre].
Winston Churchill | He led Britain in the [Second World War]. | He won the Nobel Prize in [Literature].
Leonardo da Vinci | He painted the [Mona Lisa]. | He wrote his notes from right to [left].
Michelangelo | He painted the ceiling of the [Sistine Chapel]. | He carved a giant [David] in marble.
Vincent van Gogh | He painted [sunflowers] in Arles. | He was supported by his brother [Theo].
Rembrandt | He painted [The Night Watch]. | He made dozens of [self-portraits].
Claude Monet | He kept a garden of water lilies in [Giverny]. | One of his pictures gave its name to [Impressionism].
Pablo Picasso | He founded [Cubism] with Georges Braque. | He painted [Guernica] against war.
Frida Kahlo | She was badly hurt in a [bus] accident. | She married the painter [Diego Rivera].
Katsushika Hokusai | He made many views of Mount [Fuji]. | He is famous for a print of a great [wave].
Johann Sebastian Bach | He was cantor of a church in [Leipzig]. | He dedicated six concertos to the margrave of [Brandenburg].
Wolfgang Amadeus Mozart | He toured Europe as a [child]. | His last work is an unfinished [Requiem].
Ludwig van Beethoven | He lost his [hearing]. | His Ninth Symphony ends with the Ode to [Joy].
Frederic Chopin | He wrote almost only for the [piano]. | His heart is kept in [Warsaw].
Antonio Vivaldi | He wrote [The Four Seasons]. | He was a [priest] with red hair.
Charlie Chaplin | His best known figure is the [Tramp]. | He mocked Hitler in [The Great Dictator].
Hayao Miyazaki | He co-founded [Studio Ghibli]. | He won an Oscar for [Spirited Away].
Pele | He won the World Cup [three] times. | His club was [Santos].
Diego Maradona | He scored a goal called the [Hand of God]. | He led [Napoli] to its first league title.
Usain Bolt | He ran 100 metres in [9.58] seconds. | He won eight Olympic [gold medals].
Muhammad Ali | He was born as [Cassius Clay]. | He beat Foreman in [Kinshasa].
Yao Ming | He played for the [Houston Rockets]. | He is [2.29] metres tall.
`;
