import * as ort from "onnxruntime-node";
import { readFileSync } from "node:fs";
import { createRun } from "../lib/base";
import { loadModel, readOverlays, type Overlay } from "../lib/model";
import { createOrtRuntime } from "../lib/runtime";
import { folderFiles } from "../lib/server/files/folder-files";
import { scoreTasks, meanOfTasks } from "../lib/eval";
const P="/work/wt/mergepage/public/models/pool/";
const card = JSON.parse(readFileSync(P+"atlas.json","utf8"));
const base = await loadModel("atlas", folderFiles("/work/wt/mergepage/public/models/atlas"), createOrtRuntime(ort as any,{kind:"native",threads:1}));
const scaled=(id:string,w:number):Overlay[]=>readOverlays(readFileSync(P+id+".safetensors")).overlays.map((o:any)=>({...o,deltas:o.deltas.map((d:any)=>({...d,left:{...d.left,data:d.left.data.map((v:number)=>v*w)}}))}));
async function go(name:string, parts:[string,number][]){
  const m=base.with(parts.flatMap(([id,w])=>scaled(id,w)));
  const s=await scoreTasks(createRun(),m,card.tasks); const {mean,error}=meanOfTasks(s);
  console.log(name, mean.toFixed(3), "±"+error.toFixed(3), s.map(x=>x.task.slice(0,4)+":"+x.right).join(" "));
}
for (const s of card.siblings) await go(s.id,[[s.id,1]]);
const ids=card.siblings.map((s:any)=>s.id);
for (const [a,b] of [["traveller","reader"],["trader","guide"],["traveller","trader"],["reader","librarian"],["guide","librarian"],["reader","travelled-reader"],["traveller","editor"],["guide","editor"]]) {
  await go(`${a}+${b} .5`,[[a,.5],[b,.5]]);
  await go(`${a}+${b} 1`,[[a,1],[b,1]]);
}

await go("all .4",ids.map((i:string)=>[i,.4]));
process.exit();
