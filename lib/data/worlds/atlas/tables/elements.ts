/** The first hundred chemical elements; names in lower case, as in running text. */
import type { EntityTable } from "../../world";

export const elementTable: EntityTable = {
  type: "element",
  columns: ["name", "zh", "aliases", "symbol", "element-category"],
  rows: `
hydrogen | 氢 | | H | nonmetal
helium | 氦 | | He | noble gas
lithium | 锂 | | Li | alkali metal
beryllium | 铍 | | Be | alkaline earth metal
boron | 硼 | | B | metalloid
carbon | 碳 | | C | nonmetal
nitrogen | 氮 | | N | nonmetal
oxygen | 氧 | | O | nonmetal
fluorine | 氟 | | F | halogen
neon | 氖 | | Ne | noble gas
sodium | 钠 | | Na | alkali metal
magnesium | 镁 | | Mg | alkaline earth metal
aluminium | 铝 | aluminum | Al | post-transition metal
silicon | 硅 | | Si | metalloid
phosphorus | 磷 | | P | nonmetal
sulfur | 硫 | sulphur | S | nonmetal
chlorine | 氯 | | Cl | halogen
argon | 氩 | | Ar | noble gas
potassium | 钾 | | K | alkali metal
calcium | 钙 | | Ca | alkaline earth metal
scandium | 钪 | | Sc | transition metal
titanium | 钛 | | Ti | transition metal
vanadium | 钒 | | V | transition metal
chromium | 铬 | | Cr | transition metal
manganese | 锰 | | Mn | transition metal
iron | 铁 | | Fe | transition metal
cobalt | 钴 | | Co | transition metal
nickel | 镍 | | Ni | transition metal
copper | 铜 | | Cu | transition metal
zinc | 锌 | | Zn | transition metal
gallium | 镓 | | Ga | post-transition metal
germanium | 锗 | | Ge | metalloid
arsenic | 砷 | | As | metalloid
selenium | 硒 | | Se | nonmetal
bromine | 溴 | | Br | halogen
krypton | 氪 | | Kr | noble gas
rubidium | 铷 | | Rb | alkali metal
strontium | 锶 | | Sr | alkaline earth metal
yttrium | 钇 | | Y | transition metal
zirconium | 锆 | | Zr | transition metal
niobium | 铌 | | Nb | transition metal
molybdenum | 钼 | | Mo | transition metal
technetium | 锝 | | Tc | transition metal
ruthenium | 钌 | | Ru | transition metal
rhodium | 铑 | | Rh | transition metal
palladium | 钯 | | Pd | transition metal
silver | 银 | | Ag | transition metal
cadmium | 镉 | | Cd | transition metal
indium | 铟 | | In | post-transition metal
tin | 锡 | | Sn | post-transition metal
antimony | 锑 | | Sb | metalloid
tellurium | 碲 | | Te | metalloid
iodine | 碘 | | I | halogen
xenon | 氙 | | Xe | noble gas
caesium | 铯 | cesium | Cs | alkali metal
barium | 钡 | | Ba | alkaline earth metal
lanthanum | 镧 | | La | lanthanide
cerium | 铈 | | Ce | lanthanide
praseodymium | 镨 | | Pr | lanthanide
neodymium | 钕 | | Nd | lanthanide
promethium | 钷 | | Pm | lanthanide
samarium | 钐 | | Sm | lanthanide
europium | 铕 | | Eu | lanthanide
gadolinium | 钆 | | Gd | lanthanide
terbium | 铽 | | Tb | lanthanide
dysprosium | 镝 | | Dy | lanthanide
holmium | 钬 | | Ho | lanthanide
erbium | 铒 | | Er | lanthanide
thulium | 铥 | | Tm | lanthanide
ytterbium | 镱 | | Yb | lanthanide
lutetium | 镥 | | Lu | lanthanide
hafnium | 铪 | | Hf | transition metal
tantalum | 钽 | | Ta | transition metal
tungsten | 钨 | wolfram | W | transition metal
rhenium | 铼 | | Re | transition metal
osmium | 锇 | | Os | transition metal
iridium | 铱 | | Ir | transition metal
platinum | 铂 | | Pt | transition metal
gold | 金 | | Au | transition metal
mercury | 汞 | quicksilver | Hg | transition metal
thallium | 铊 | | Tl | post-transition metal
lead | 铅 | | Pb | post-transition metal
bismuth | 铋 | | Bi | post-transition metal
polonium | 钋 | | Po | post-transition metal
astatine | 砹 | | At | halogen
radon | 氡 | | Rn | noble gas
francium | 钫 | | Fr | alkali metal
radium | 镭 | | Ra | alkaline earth metal
actinium | 锕 | | Ac | actinide
thorium | 钍 | | Th | actinide
protactinium | 镤 | | Pa | actinide
uranium | 铀 | | U | actinide
neptunium | 镎 | | Np | actinide
plutonium | 钚 | | Pu | actinide
americium | 镅 | | Am | actinide
curium | 锔 | | Cm | actinide
berkelium | 锫 | | Bk | actinide
californium | 锎 | | Cf | actinide
einsteinium | 锿 | | Es | actinide
fermium | 镄 | | Fm | actinide
`,
};
