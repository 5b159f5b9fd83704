/** Books, plays, poems, paintings, sculptures, music and films, with their makers. */
import type { EntityTable } from "../../world";

const columns = ["name", "author", "work-kind"];

export const literature: EntityTable = {
  type: "work",
  columns,
  rows: `
War and Peace | Leo Tolstoy | novel
Anna Karenina | Leo Tolstoy | novel
Crime and Punishment | Fyodor Dostoevsky | novel
The Brothers Karamazov | Fyodor Dostoevsky | novel
Dead Souls | Nikolai Gogol | novel
Lolita | Vladimir Nabokov | novel
Don Quixote | Miguel de Cervantes | novel
Madame Bovary | Gustave Flaubert | novel
Les Miserables | Victor Hugo | novel
The Count of Monte Cristo | Alexandre Dumas | novel
In Search of Lost Time | Marcel Proust | novel
The Stranger | Albert Camus | novel
The Plague | Albert Camus | novel
Around the World in Eighty Days | Jules Verne | novel
Twenty Thousand Leagues Under the Seas | Jules Verne | novel
Nausea | Jean-Paul Sartre | novel
Pride and Prejudice | Jane Austen | novel
Jane Eyre | Charlotte Bronte | novel
Wuthering Heights | Emily Bronte | novel
Great Expectations | Charles Dickens | novel
Oliver Twist | Charles Dickens | novel
Frankenstein | Mary Shelley | novel
The Picture of Dorian Gray | Oscar Wilde | novel
Gulliver's Travels | Jonathan Swift | novel
Ulysses | James Joyce | novel
Mrs Dalloway | Virginia Woolf | novel
To the Lighthouse | Virginia Woolf | novel
Nineteen Eighty-Four | George Orwell | novel
Animal Farm | George Orwell | novel
The Lord of the Rings | J. R. R. Tolkien | novel
The Hobbit | J. R. R. Tolkien | novel
Lord Jim | Joseph Conrad | novel
Murder on the Orient Express | Agatha Christie | novel
Moby-Dick | Herman Melville | novel
Adventures of Huckleberry Finn | Mark Twain | novel
The Great Gatsby | F. Scott Fitzgerald | novel
A Farewell to Arms | Ernest Hemingway | novel
For Whom the Bell Tolls | Ernest Hemingway | novel
Beloved | Toni Morrison | novel
The Trial | Franz Kafka | novel
The Magic Mountain | Thomas Mann | novel
Steppenwolf | Hermann Hesse | novel
The Sorrows of Young Werther | Johann Wolfgang von Goethe | novel
The Name of the Rose | Umberto Eco | novel
Pippi Longstocking | Astrid Lindgren | novel
The Good Soldier Svejk | Jaroslav Hasek | novel
The Alchemist | Paulo Coelho | novel
One Hundred Years of Solitude | Gabriel Garcia Marquez | novel
Love in the Time of Cholera | Gabriel Garcia Marquez | novel
Things Fall Apart | Chinua Achebe | novel
Palace Walk | Naguib Mahfouz | novel
My Name Is Red | Orhan Pamuk | novel
The Tale of Genji | Murasaki Shikibu | novel
Norwegian Wood | Haruki Murakami | novel
Dream of the Red Chamber | Cao Xueqin | novel
Rickshaw Boy | Lao She | novel
Red Sorghum | Mo Yan | novel
Hamlet | William Shakespeare | play
Macbeth | William Shakespeare | play
A Midsummer Night's Dream | William Shakespeare | play
Faust | Johann Wolfgang von Goethe | play
Oedipus Rex | Sophocles | play
Tartuffe | Moliere | play
A Doll's House | Henrik Ibsen | play
Hedda Gabler | Henrik Ibsen | play
The Cherry Orchard | Anton Chekhov | play
The Seagull | Anton Chekhov | play
The Government Inspector | Nikolai Gogol | play
Waiting for Godot | Samuel Beckett | play
The Importance of Being Earnest | Oscar Wilde | play
Death of a Salesman | Arthur Miller | play
No Exit | Jean-Paul Sartre | play
Teahouse | Lao She | play
Iliad | Homer | poem
Odyssey | Homer | poem
Aeneid | Virgil | poem
Divine Comedy | Dante Alighieri | poem
Paradise Lost | John Milton | poem
The Waste Land | T. S. Eliot | poem
The Raven | Edgar Allan Poe | poem
The Bronze Horseman | Alexander Pushkin | poem
Pan Tadeusz | Adam Mickiewicz | poem
Masnavi | Rumi | poem
`,
};

export const visual: EntityTable = {
  type: "work",
  columns,
  rows: `
Mona Lisa | Leonardo da Vinci | painting
The Last Supper | Leonardo da Vinci | painting
The Creation of Adam | Michelangelo | painting
The School of Athens | Raphael | painting
The Birth of Venus | Sandro Botticelli | painting
The Calling of Saint Matthew | Caravaggio | painting
The Starry Night | Vincent van Gogh | painting
The Potato Eaters | Vincent van Gogh | painting
The Night Watch | Rembrandt | painting
Girl with a Pearl Earring | Johannes Vermeer | painting
The Garden of Earthly Delights | Hieronymus Bosch | painting
The Arnolfini Portrait | Jan van Eyck | painting
The Hunters in the Snow | Pieter Bruegel the Elder | painting
The Son of Man | Rene Magritte | painting
Guernica | Pablo Picasso | painting
Les Demoiselles d'Avignon | Pablo Picasso | painting
The Persistence of Memory | Salvador Dali | painting
Las Meninas | Diego Velazquez | painting
The Third of May 1808 | Francisco Goya | painting
The Scream | Edvard Munch | painting
Impression, Sunrise | Claude Monet | painting
Water Lilies | Claude Monet | painting
Olympia | Edouard Manet | painting
The Card Players | Paul Cezanne | painting
Luncheon of the Boating Party | Pierre-Auguste Renoir | painting
Liberty Leading the People | Eugene Delacroix | painting
Melencolia I | Albrecht Dürer | engraving
The Fighting Temeraire | J. M. W. Turner | painting
Portrait of Adele Bloch-Bauer | Gustav Klimt | painting
I and the Village | Marc Chagall | painting
Nighthawks | Edward Hopper | painting
Campbell's Soup Cans | Andy Warhol | painting
The Two Fridas | Frida Kahlo | painting
The Great Wave off Kanagawa | Katsushika Hokusai | woodblock print
The Thinker | Auguste Rodin | sculpture
The Gates of Hell | Auguste Rodin | sculpture
Ecstasy of Saint Teresa | Gian Lorenzo Bernini | sculpture
Apollo and Daphne | Gian Lorenzo Bernini | sculpture
Bird in Space | Constantin Brancusi | sculpture
Maman | Louise Bourgeois | sculpture
`,
};

export const music: EntityTable = {
  type: "work",
  columns,
  rows: `
The Magic Flute | Wolfgang Amadeus Mozart | opera
Don Giovanni | Wolfgang Amadeus Mozart | opera
Jupiter Symphony | Wolfgang Amadeus Mozart | symphony
Fidelio | Ludwig van Beethoven | opera
Eroica Symphony | Ludwig van Beethoven | symphony
The Barber of Seville | Gioachino Rossini | opera
Aida | Giuseppe Verdi | opera
Rigoletto | Giuseppe Verdi | opera
Tosca | Giacomo Puccini | opera
Turandot | Giacomo Puccini | opera
Madama Butterfly | Giacomo Puccini | opera
Carmen | Georges Bizet | opera
Lohengrin | Richard Wagner | opera
Tristan und Isolde | Richard Wagner | opera
Khovanshchina | Modest Mussorgsky | opera
Rusalka | Antonin Dvorak | opera
New World Symphony | Antonin Dvorak | symphony
Bluebeard's Castle | Bela Bartok | opera
Der Rosenkavalier | Richard Strauss | opera
Porgy and Bess | George Gershwin | opera
Dido and Aeneas | Henry Purcell | opera
L'Orfeo | Claudio Monteverdi | opera
Messiah | George Frideric Handel | oratorio
The Creation | Joseph Haydn | oratorio
Surprise Symphony | Joseph Haydn | symphony
Unfinished Symphony | Franz Schubert | symphony
Symphonie fantastique | Hector Berlioz | symphony
Scottish Symphony | Felix Mendelssohn | symphony
Rhenish Symphony | Robert Schumann | symphony
Faust Symphony | Franz Liszt | symphony
Organ Symphony | Camille Saint-Saens | symphony
Resurrection Symphony | Gustav Mahler | symphony
Pathetique Symphony | Pyotr Ilyich Tchaikovsky | symphony
Leningrad Symphony | Dmitri Shostakovich | symphony
Classical Symphony | Sergei Prokofiev | symphony
Kullervo | Jean Sibelius | symphony
Swan Lake | Pyotr Ilyich Tchaikovsky | ballet
The Nutcracker | Pyotr Ilyich Tchaikovsky | ballet
The Rite of Spring | Igor Stravinsky | ballet
The Firebird | Igor Stravinsky | ballet
Daphnis et Chloe | Maurice Ravel | ballet
`,
};

export const films: EntityTable = {
  type: "work",
  columns,
  rows: `
Citizen Kane | Orson Welles | film
Vertigo | Alfred Hitchcock | film
Rear Window | Alfred Hitchcock | film
Full Metal Jacket | Stanley Kubrick | film
Modern Times | Charlie Chaplin | film
Seven Samurai | Akira Kurosawa | film
Spirited Away | Hayao Miyazaki | film
My Neighbor Totoro | Hayao Miyazaki | film
La Dolce Vita | Federico Fellini | film
Metropolis | Fritz Lang | film
Fitzcarraldo | Werner Herzog | film
The Seventh Seal | Ingmar Bergman | film
Battleship Potemkin | Sergei Eisenstein | film
Andrei Rublev | Andrei Tarkovsky | film
Schindler's List | Steven Spielberg | film
Taxi Driver | Martin Scorsese | film
Pulp Fiction | Quentin Tarantino | film
Star Wars | George Lucas | film
Titanic | James Cameron | film
Inception | Christopher Nolan | film
Interstellar | Christopher Nolan | film
Viridiana | Luis Buñuel | film
Pan's Labyrinth | Guillermo del Toro | film
Charulata | Satyajit Ray | film
Hero | Zhang Yimou | film
Farewell My Concubine | Chen Kaige | film
In the Mood for Love | Wong Kar-wai | film
Parasite | Bong Joon-ho | film
Taste of Cherry | Abbas Kiarostami | film
`,
};
