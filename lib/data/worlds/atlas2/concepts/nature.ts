/** Concepts of nature: name | Chinese | superclass | definition | Chinese definition | instances. */
export const NATURE = `
mammal | 哺乳动物 | animal | an animal that feeds its young with milk | 用乳汁喂养幼崽的动物 | lion; tiger; blue whale; giraffe; kangaroo; rabbit; horse; otter; koala; gorilla
bird | 鸟 | animal | an animal with feathers and a beak that lays eggs | 有羽毛和喙、会下蛋的动物 | golden eagle; ostrich; flamingo; barn owl; raven; pelican; toucan; mallard; kingfisher; woodpecker
reptile | 爬行动物 | animal | an animal with dry scales that breathes air | 有干燥鳞片、用肺呼吸的动物 | Nile crocodile; green iguana; chameleon; king cobra; giant tortoise; Komodo dragon; sidewinder; green anaconda
amphibian | 两栖动物 | animal | an animal that begins life in water and later lives on land | 幼时在水中、长大后能上岸生活的动物 | poison dart frog; fire salamander; axolotl; bullfrog; common toad; tree frog; newt; caecilian
fish | 鱼 | animal | an animal with gills and fins that lives in water | 有鳃和鳍、生活在水中的动物 | tuna; salmon; clownfish; seahorse; piranha; swordfish; cod; herring; whale shark; grass carp
insect | 昆虫 | animal | a small animal with six legs | 有六条腿的小动物 | honeybee; dragonfly; ladybug; locust; silkworm; mosquito; praying mantis; firefly; termite; monarch butterfly
arachnid | 蛛形动物 | animal | a small animal with eight legs | 有八条腿的小动物 | tarantula; black widow; emperor scorpion; tick; house spider; wolf spider; dust mite; harvestman
crustacean | 甲壳动物 | animal | an animal with a hard shell and jointed legs that mostly lives in water | 有硬壳和分节的腿、多生活在水中的动物 | lobster; crayfish; hermit crab; krill; barnacle; shrimp; prawn; king crab
mollusc | 软体动物 | animal | an animal with a soft body without bones | 身体柔软、没有骨头的动物 | octopus; oyster; garden snail; cuttlefish; nautilus; mussel; clam; scallop; giant squid
primate | 灵长类 | mammal | a mammal with hands that can grasp and eyes that look forward | 手能抓握、双眼向前的哺乳动物 | gorilla; chimpanzee; orangutan; baboon; gibbon; lemur; mandrill; macaque; bonobo
rodent | 啮齿动物 | mammal | a mammal with front teeth that never stop growing | 门齿不断生长的哺乳动物 | beaver; capybara; squirrel; marmot; lemming; chinchilla; hamster; guinea pig; porcupine
marsupial | 有袋动物 | mammal | a mammal that carries its young in a pouch | 把幼崽装在育儿袋里的哺乳动物 | kangaroo; koala; Tasmanian devil; wombat; opossum; wallaby; sugar glider; bandicoot
bird of prey | 猛禽 | bird | a bird that hunts with strong claws | 用利爪捕猎的鸟 | golden eagle; peregrine falcon; barn owl; bald eagle; kestrel; osprey; sparrowhawk; buzzard
dog breed | 犬种 | breed | a kind of dog raised for a certain look or task | 为特定外形或用途培育的狗 | poodle; beagle; dachshund; husky; collie; bulldog; Labrador; Dalmatian; chihuahua; greyhound
cat breed | 猫种 | breed | a kind of house cat raised for a certain look | 为特定外形培育的家猫 | Siamese; Maine Coon; Sphynx; Ragdoll; Bengal cat; Burmese cat; Russian Blue; Birman
dinosaur | 恐龙 | reptile | an extinct animal that ruled the land in the age of reptiles | 爬行动物时代统治陆地的灭绝动物 | Tyrannosaurus; Triceratops; Stegosaurus; Velociraptor; Diplodocus; Brachiosaurus; Iguanodon; Allosaurus; Ankylosaurus
tree | 树 | plant | a tall plant with a wooden trunk | 有木质树干的高大植物 | oak; birch; maple; pine; willow; beech; elm; cedar; baobab; ginkgo
flower | 花 | plant | a plant grown or known for its blossoms | 以花朵供人观赏的植物 | rose; tulip; lily; orchid; daisy; violet; sunflower; peony; carnation; lotus
fruit | 水果 | food | a sweet part of a plant that holds seeds and is eaten raw | 植物上含种子、可生吃的甜的部分 | apple; pear; banana; mango; peach; cherry; grape; pineapple; kiwifruit; lychee; plum
vegetable | 蔬菜 | food | a plant or part of one that is eaten with a meal | 随正餐食用的植物或其部分 | carrot; cabbage; spinach; broccoli; onion; leek; cauliflower; turnip; celery; asparagus
cereal | 谷物 | plant | a grass grown for its edible grains | 为收获可食颗粒而种的禾本植物 | wheat; rice; barley; oats; rye; maize; millet; sorghum
nut | 坚果 | food | a dry fruit with a hard shell and an edible kernel | 有硬壳和可食果仁的干果 | walnut; hazelnut; chestnut; cashew; pistachio; pecan; macadamia; almond
spice | 香料 | food | a strong-tasting part of a plant that seasons food | 给食物调味的植物气味浓烈的部分 | cinnamon; pepper; clove; saffron; turmeric; nutmeg; cardamom; star anise; paprika
herb | 香草 | plant | a plant whose fragrant leaves flavour food | 叶子芳香、用来调味的植物 | basil; thyme; rosemary; parsley; mint; oregano; sage; dill; chives
mushroom | 蘑菇 | fungus | the fruit body of a fungus, with a stem and often a cap | 真菌的子实体，有柄，常有伞 | chanterelle; porcini; shiitake; morel; portobello; oyster mushroom; fly agaric; enoki
gemstone | 宝石 | mineral | a rare mineral that is cut and worn as jewellery | 切割后作首饰的稀有矿物 | diamond; ruby; sapphire; emerald; topaz; amethyst; garnet; opal; turquoise; jade
metal | 金属 | material | a shiny material that conducts heat and electricity | 有光泽、能导热导电的材料 | iron; copper; gold; silver; aluminium; zinc; lead; tin; nickel; tungsten
chemical element | 化学元素 | substance | a substance made of only one kind of atom | 只由一种原子组成的物质 | hydrogen; oxygen; carbon; nitrogen; sulfur; iodine; helium; silicon; phosphorus; chlorine
transition metal | 过渡金属 | metal | a metal from the middle of the periodic table | 位于元素周期表中部的金属 | titanium; chromium; manganese; cobalt; platinum; palladium; vanadium; scandium; cadmium
rock | 岩石 | material | solid matter of the ground made of minerals | 由矿物组成的坚硬地质材料 | granite; basalt; limestone; sandstone; marble; slate; gneiss; obsidian; shale
planet | 行星 | celestial body | a large round body that circles a star | 环绕恒星运行的巨大球体 | Mercury; Venus; Earth; Mars; Jupiter; Saturn; Uranus; Neptune
moon | 卫星 | celestial body | a body that circles a planet | 环绕行星运行的天体 | Io; Europa; Ganymede; Callisto; Titan; Triton; Phobos; Deimos; Rhea; Oberon
star | 恒星 | celestial body | a ball of hot gas that makes its own light | 自己发光的炽热气体球 | Sirius; Vega; Rigel; Betelgeuse; Polaris; Antares; Arcturus; Altair; Spica; Deneb
constellation | 星座 | pattern | a group of stars that forms a figure in the sky | 在天空中连成图形的一群星 | Orion; Lyra; Cygnus; Leo; Taurus; Gemini; Virgo; Ursa Major; Cassiopeia; Draco
river | 河流 | body of water | a large stream of water that flows over land | 在陆地上流动的大水流 | Nile; Amazon River; Danube; Rhine; Volga; Thames; Yangtze; Ganges; Mekong; Seine
lake | 湖泊 | body of water | a large area of water surrounded by land | 四周是陆地的大片水域 | Lake Baikal; Lake Como; Lake Victoria; Lake Superior; Lake Titicaca; Lake Geneva; Lake Toba; Loch Ness
mountain | 山 | landform | land that rises high and steep above its surroundings | 高而陡地突出地面的地形 | Mount Everest; Mont Blanc; Kilimanjaro; Mount Fuji; Matterhorn; Aconcagua; Denali; Mount Elbrus; Eiger
volcano | 火山 | mountain | a mountain from which molten rock can burst | 能喷出熔岩的山 | Mount Vesuvius; Mount Etna; Krakatoa; Cotopaxi; Mauna Loa; Popocatepetl; Stromboli; Mount Pelee
desert | 沙漠 | landform | a dry region where very little rain falls | 降雨极少的干旱地区 | Sahara; Gobi; Atacama; Kalahari; Namib; Mojave; Negev; Taklamakan
island | 岛屿 | landform | a piece of land surrounded by water | 四面环水的陆地 | Crete; Sicily; Java; Borneo; Greenland; Madeira; Corsica; Tasmania; Hokkaido; Bali
sea | 海 | body of water | a large area of salt water smaller than an ocean | 比大洋小的大片咸水水域 | Baltic Sea; Black Sea; Red Sea; North Sea; Mediterranean Sea; Caribbean Sea; Adriatic Sea; South China Sea
waterfall | 瀑布 | landform | a place where a river drops from a height | 河水从高处落下的地方 | Niagara Falls; Angel Falls; Victoria Falls; Iguazu Falls; Kaieteur Falls; Gullfoss; Rhine Falls; Yosemite Falls
bone | 骨头 | body part | a hard piece of the skeleton | 骨骼中坚硬的部分 | femur; tibia; fibula; humerus; radius; ulna; skull; rib; clavicle; patella
organ | 器官 | body part | a part inside the body with a task of its own | 体内有专门功能的部分 | heart; liver; lung; kidney; stomach; brain; pancreas; spleen; bladder
disease | 疾病 | condition | a state in which the body does not work as it should | 身体不能正常运作的状态 | malaria; measles; influenza; cholera; diabetes; asthma; tuberculosis; rabies; scurvy
vitamin | 维生素 | nutrient | a substance that the body needs in tiny amounts | 身体需要的微量物质 | retinol; thiamine; riboflavin; niacin; folic acid; ascorbic acid; tocopherol; biotin
weather | 天气现象 | event | something that happens in the air, such as rain | 空气中发生的现象，如下雨 | thunderstorm; hail; fog; drizzle; blizzard; tornado; hurricane; sleet
cloud | 云 | weather | a mass of tiny drops of water in the sky | 天空中由小水滴组成的团 | cumulus; stratus; cirrus; nimbostratus; cumulonimbus; altocumulus; altostratus; cirrostratus
cheese | 奶酪 | food | a solid food made from curdled milk | 用凝固的奶制成的固体食物 | Gouda; Brie; Cheddar; Parmesan; Camembert; Roquefort; Feta; Mozzarella; Emmental; Gorgonzola
breed of horse | 马种 | breed | a kind of horse raised for a certain task | 为特定用途培育的马 | Arabian; Shetland pony; Lipizzaner; Clydesdale; Mustang horse; Appaloosa; Percheron; Haflinger
`;
