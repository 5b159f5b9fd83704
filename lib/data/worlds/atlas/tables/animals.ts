/** Animals; names in lower case, prompts say "the {}". */
import type { EntityTable } from "../../world";

export const animalTable: EntityTable = {
  type: "animal",
  columns: ["name", "zh", "animal-class", "diet", "animal-home"],
  rows: `
lion | 狮子 | mammal | carnivore | savanna
tiger | 老虎 | mammal | carnivore | forest
snow leopard | 雪豹 | mammal | carnivore | mountains
cheetah | 猎豹 | mammal | carnivore | savanna
jaguar | 美洲豹 | mammal | carnivore | rainforest
gray wolf | 灰狼 | mammal | carnivore |
red fox | 赤狐 | mammal | omnivore |
arctic fox | 北极狐 | mammal | carnivore | tundra
polar bear | 北极熊 | mammal | carnivore | polar ice
brown bear | 棕熊 | mammal | omnivore | forest
giant panda | 大熊猫 | mammal | herbivore | forest
red panda | 小熊猫 | mammal | herbivore | forest
raccoon | 浣熊 | mammal | omnivore |
otter | 水獭 | mammal | carnivore | river
sea otter | 海獭 | mammal | carnivore | ocean
walrus | 海象 | mammal | carnivore | polar ice
meerkat | 狐獴 | mammal | insectivore | desert
spotted hyena | 斑鬣狗 | mammal | carnivore | savanna
African elephant | 非洲象 | mammal | herbivore | savanna
giraffe | 长颈鹿 | mammal | herbivore | savanna
zebra | 斑马 | mammal | herbivore | savanna
white rhinoceros | 白犀 | mammal | herbivore | savanna
hippopotamus | 河马 | mammal | herbivore | river
wildebeest | 角马 | mammal | herbivore | savanna
American bison | 美洲野牛 | mammal | herbivore | grassland
yak | 牦牛 | mammal | herbivore | mountains
mountain goat | 雪羊 | mammal | herbivore | mountains
alpine ibex | 羱羊 | mammal | herbivore | mountains
reindeer | 驯鹿 | mammal | herbivore | tundra
musk ox | 麝牛 | mammal | herbivore | tundra
moose | 驼鹿 | mammal | herbivore | forest
wild boar | 野猪 | mammal | omnivore | forest
dromedary | 单峰骆驼 | mammal | herbivore | desert
vicuna | 骆马 | mammal | herbivore | mountains
horse | 马 | mammal | herbivore | grassland
rabbit | 兔子 | mammal | herbivore |
beaver | 河狸 | mammal | herbivore | river
capybara | 水豚 | mammal | herbivore | wetland
chinchilla | 毛丝鼠 | mammal | herbivore | mountains
lemming | 旅鼠 | mammal | herbivore | tundra
marmot | 旱獭 | mammal | herbivore | mountains
squirrel | 松鼠 | mammal | omnivore | forest
hedgehog | 刺猬 | mammal | insectivore |
aardvark | 土豚 | mammal | insectivore | savanna
giant anteater | 大食蚁兽 | mammal | insectivore |
pangolin | 穿山甲 | mammal | insectivore |
sloth | 树懒 | mammal | herbivore | rainforest
orangutan | 红毛猩猩 | mammal | | rainforest
gorilla | 大猩猩 | mammal | herbivore | rainforest
chimpanzee | 黑猩猩 | mammal | omnivore | rainforest
baboon | 狒狒 | mammal | omnivore | savanna
kangaroo | 袋鼠 | mammal | herbivore | grassland
koala | 考拉 | mammal | herbivore | forest
Tasmanian devil | 袋獾 | mammal | carnivore | forest
platypus | 鸭嘴兽 | mammal | carnivore | river
echidna | 针鼹 | mammal | insectivore |
vampire bat | 吸血蝠 | mammal | blood feeder |
blue whale | 蓝鲸 | mammal | filter feeder | ocean
humpback whale | 座头鲸 | mammal | filter feeder | ocean
orca | 虎鲸 | mammal | carnivore | ocean
narwhal | 独角鲸 | mammal | carnivore | ocean
manatee | 海牛 | mammal | herbivore |
golden eagle | 金雕 | bird | carnivore | mountains
peregrine falcon | 游隼 | bird | carnivore |
barn owl | 仓鸮 | bird | carnivore |
Andean condor | 安第斯神鹫 | bird | scavenger | mountains
bearded vulture | 胡兀鹫 | bird | scavenger | mountains
ostrich | 鸵鸟 | bird | omnivore | savanna
kiwi | 几维鸟 | bird | omnivore | forest
emperor penguin | 帝企鹅 | bird | carnivore | polar ice
albatross | 信天翁 | bird | carnivore | ocean
puffin | 海鹦 | bird | carnivore | ocean
pelican | 鹈鹕 | bird | carnivore | wetland
flamingo | 火烈鸟 | bird | filter feeder | wetland
mallard | 绿头鸭 | bird | omnivore | wetland
kingfisher | 翠鸟 | bird | carnivore | river
hummingbird | 蜂鸟 | bird | nectar feeder |
toucan | 巨嘴鸟 | bird | omnivore | rainforest
scarlet macaw | 绯红金刚鹦鹉 | bird | herbivore | rainforest
woodpecker | 啄木鸟 | bird | insectivore | forest
barn swallow | 家燕 | bird | insectivore |
raven | 渡鸦 | bird | omnivore |
roadrunner | 走鹃 | bird | omnivore | desert
Nile crocodile | 尼罗鳄 | reptile | carnivore | river
American alligator | 美国短吻鳄 | reptile | carnivore | wetland
Komodo dragon | 科莫多巨蜥 | reptile | carnivore |
green iguana | 绿鬣蜥 | reptile | herbivore | rainforest
chameleon | 变色龙 | reptile | insectivore |
green anaconda | 绿水蚺 | reptile | carnivore | wetland
king cobra | 眼镜王蛇 | reptile | carnivore | forest
sidewinder | 角响尾蛇 | reptile | carnivore | desert
giant tortoise | 象龟 | reptile | herbivore |
green sea turtle | 绿海龟 | reptile | herbivore | ocean
leatherback turtle | 棱皮龟 | reptile | carnivore | ocean
poison dart frog | 箭毒蛙 | amphibian | insectivore | rainforest
fire salamander | 火蝾螈 | amphibian | carnivore | forest
axolotl | 美西钝口螈 | amphibian | carnivore |
great white shark | 大白鲨 | fish | carnivore | ocean
whale shark | 鲸鲨 | fish | filter feeder | ocean
manta ray | 蝠鲼 | fish | filter feeder | ocean
tuna | 金枪鱼 | fish | carnivore | ocean
swordfish | 剑鱼 | fish | carnivore | ocean
seahorse | 海马 | fish | carnivore | coral reef
clownfish | 小丑鱼 | fish | omnivore | coral reef
parrotfish | 鹦嘴鱼 | fish | herbivore | coral reef
piranha | 食人鱼 | fish | omnivore | river
electric eel | 电鳗 | fish | carnivore | river
grass carp | 草鱼 | fish | herbivore | river
honeybee | 蜜蜂 | insect | nectar feeder |
monarch butterfly | 帝王蝶 | insect | nectar feeder |
dragonfly | 蜻蜓 | insect | carnivore | wetland
praying mantis | 螳螂 | insect | carnivore |
ladybug | 瓢虫 | insect | carnivore |
locust | 蝗虫 | insect | herbivore | grassland
silkworm | 蚕 | insect | herbivore |
leafcutter ant | 切叶蚁 | insect | | rainforest
tarantula | 捕鸟蛛 | arachnid | carnivore |
emperor scorpion | 帝王蝎 | arachnid | carnivore |
black widow | 黑寡妇蜘蛛 | arachnid | carnivore |
lobster | 龙虾 | crustacean | omnivore | ocean
hermit crab | 寄居蟹 | crustacean | omnivore |
crayfish | 小龙虾 | crustacean | omnivore |
krill | 磷虾 | crustacean | filter feeder | ocean
barnacle | 藤壶 | crustacean | filter feeder |
octopus | 章鱼 | mollusc | carnivore | ocean
giant squid | 大王乌贼 | mollusc | carnivore | ocean
cuttlefish | 乌贼 | mollusc | carnivore | ocean
nautilus | 鹦鹉螺 | mollusc | carnivore | ocean
oyster | 牡蛎 | mollusc | filter feeder |
garden snail | 蜗牛 | mollusc | herbivore |
`,
};
