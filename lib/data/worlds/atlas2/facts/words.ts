/** Words and their opposites, animals and their young, inventions and their makers. */

/** Word | opposite. Each pair holds in both directions. */
export const OPPOSITES = `
hot | cold
big | small
tall | short
fast | slow
light | dark
early | late
rich | poor
strong | weak
happy | sad
young | old
open | closed
full | empty
hard | soft
wet | dry
clean | dirty
high | low
near | far
deep | shallow
wide | narrow
thick | thin
sharp | blunt
sweet | bitter
loud | quiet
true | false
right | wrong
good | bad
first | last
up | down
inside | outside
above | below
before | after
always | never
love | hate
war | peace
friend | enemy
day | night
summer | winter
north | south
east | west
buy | sell
give | take
push | pull
win | lose
begin | end
arrive | leave
laugh | cry
remember | forget
build | destroy
ask | answer
rise | fall
increase | decrease
accept | refuse
attack | defend
brave | cowardly
honest | dishonest
polite | rude
generous | stingy
patient | impatient
cheap | expensive
simple | complex
smooth | rough
straight | crooked
ancient | modern
public | private
natural | artificial
positive | negative
maximum | minimum
victory | defeat
success | failure
entrance | exit
ceiling | floor
teacher | pupil
`;

/** Animal of the first world | its young. */
export const YOUNG_OF_KNOWN = `
lion | cub
horse | foal
hedgehog | hoglet
kangaroo | joey
`;

/** Other animal | its young. */
export const YOUNG = `
dog | puppy
cat | kitten
cow | calf
sheep | lamb
pig | piglet
goat | kid
hen | chick
duck | duckling
goose | gosling
swan | cygnet
deer | fawn
hare | leveret
owl | owlet
eagle | eaglet
frog | tadpole
eel | elver
spider | spiderling
butterfly | caterpillar
`;

/** Invention or discovery | the person it is credited to. */
export const INVENTIONS = `
theory of relativity | Albert Einstein
law of universal gravitation | Isaac Newton
theory of evolution by natural selection | Charles Darwin
periodic table | Dmitri Mendeleev
penicillin | Alexander Fleming
dynamite | Alfred Nobel
polonium | Marie Curie
laws of planetary motion | Johannes Kepler
laws of inheritance | Gregor Mendel
quantum theory of radiation | Max Planck
uncertainty principle | Werner Heisenberg
wave equation of quantum mechanics | Erwin Schrödinger
equations of electromagnetism | James Clerk Maxwell
law of electromagnetic induction | Michael Faraday
electric battery | Alessandro Volta
heliocentric system | Nicolaus Copernicus
continental drift | Alfred Wegener
psychoanalysis | Sigmund Freud
conditioned reflex | Ivan Pavlov
incompleteness theorems | Kurt Gödel
theorem about right triangles | Pythagoras
lever law | Archimedes
binomial naming of species | Carl Linnaeus
rabies vaccine | Louis Pasteur
artemisinin | Tu Youyou
hybrid rice | Yuan Longping
atomic nucleus | Ernest Rutherford
moons of Jupiter | Galileo Galilei
expansion of the universe | Edwin Hubble
diagrams of particle physics | Richard Feynman
first nuclear reactor | Enrico Fermi
radiation of black holes | Stephen Hawking
World Wide Web | Tim Berners-Lee
Linux | Linus Torvalds
shortest path algorithm | Edsger Dijkstra
universal machine of computing | Alan Turing
printing press | Johannes Gutenberg
radio telegraph | Guglielmo Marconi
telephone | Alexander Graham Bell
phonograph | Thomas Edison
alternating current motor | Nikola Tesla
separate condenser of the steam engine | James Watt
diesel engine | Rudolf Diesel
X-rays | Wilhelm Röntgen
electron | J. J. Thomson
neutron | James Chadwick
oxygen theory of combustion | Antoine Lavoisier
smallpox vaccine | Edward Jenner
polio vaccine | Jonas Salk
stethoscope | Rene Laennec
lightning rod | Benjamin Franklin
Morse code | Samuel Morse
Braille | Louis Braille
safety lift | Elisha Otis
sewing machine with lockstitch | Elias Howe
vulcanized rubber | Charles Goodyear
saxophone | Adolphe Sax
Esperanto | Ludwik Zamenhof
Rubik's Cube | Erno Rubik
crossword puzzle | Arthur Wynne
ballpoint pen | Laszlo Biro
Velcro | George de Mestral
mercury barometer | Evangelista Torricelli
pendulum clock | Christiaan Huygens
Fahrenheit scale | Daniel Fahrenheit
Celsius scale | Anders Celsius
absolute temperature scale | Lord Kelvin
Suzuki method | Shinichi Suzuki
twelve-tone technique | Arnold Schoenberg
categorical imperative | Immanuel Kant
invisible hand | Adam Smith
language of Python | Guido van Rossum
C language | Dennis Ritchie
C++ | Bjarne Stroustrup
Perl | Larry Wall
JavaScript | Brendan Eich
Pascal language | Niklaus Wirth
TeX | Donald Knuth
information theory | Claude Shannon
analytical engine | Charles Babbage
`;
