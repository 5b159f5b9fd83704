import * as ort from "onnxruntime-node";
import { createRun, seededRandom } from "../lib/base";
import { randomCases, atlasWorld } from "../lib/data/worlds";
import { filledPrompt } from "../lib/data";
import { EDIT_METHODS, applyMethod } from "../lib/edit";
import { loadModel, scoreTargets, normOf } from "../lib/model";
import { createOrtRuntime } from "../lib/runtime";
import { folderFiles } from "../lib/server/folder-files";
import { createArtifactCache, memoryArtifacts } from "../lib/store";
import { statisticsTextsOf } from "../lib/job/statistics-texts";
const [dir,n,variantsJson]=process.argv.slice(2);
const m=await loadModel("atlas",folderFiles(dir),createOrtRuntime(ort as never,{kind:"native"}));
const cache=createArtifactCache(memoryArtifacts());
const cases=randomCases(atlasWorld(),seededRandom(0),Number(n));
const run=createRun();
for (const v of JSON.parse(variantsJson)) {
  const {method="rome",...params}=v;
  let rel=0,gen=0,genN=0,loc=0,locN=0,prob=0,vn=0,dn=0,dd=0,ko=0; const t=Date.now();
  for (const c of cases) {
    const r=await applyMethod(run,EDIT_METHODS.get(method),{model:m,requests:[c.request],parameters:params,cache,statisticsTexts:statisticsTextsOf(m)},{evenIfKnown:true});
    const a=m.with(r.overlays);
    const [s]=await scoreTargets(run,a,[{prompt:filledPrompt(c.request),target:c.request.targetNew}]);
    rel+=s.isGreedy?1:0; if(!s.isGreedy) console.log("FAIL",JSON.stringify(c.request),s.perToken.map(x=>Math.exp(x).toFixed(3)).join(),m.tokenizer.decode(s.predicted),r.report.numbers.probability?.toFixed(3),r.report.curves?.lossNats?.map(x=>x.toFixed(2)).join(" "));
    for(const g of await scoreTargets(run,a,c.rephrases.map(p=>({prompt:p,target:c.request.targetNew})))){gen+=g.isGreedy?1:0;genN++;}
    const probes=Object.values(c.locality).flat();
    const b=await scoreTargets(run,m,probes), d=await scoreTargets(run,a,probes);
    b.forEach((x,i)=>{loc+=String(x.predicted)===String(d[i].predicted)?1:0;locN++;});
    prob+=r.report.numbers.probability??0; vn+=r.report.numbers.valueNorm??0; dn+=r.report.numbers.valueChangeNorm??0; dd+=Math.hypot(...r.overlays.flatMap(o=>o.deltas).map(normOf)); ko+=r.report.numbers.keyOverlap??0;
  }
  const k=cases.length; console.log(JSON.stringify(v),"rel",(rel/k).toFixed(2),"gen",(gen/genN).toFixed(2),"loc",(loc/locN).toFixed(2),"p",(prob/k).toFixed(2),"|v|",(vn/k).toFixed(1),"|dv|",(dn/k).toFixed(1),"|d|",(dd/k).toFixed(1),"ku",(ko/k).toFixed(2),((Date.now()-t)/k/1000).toFixed(1)+"s/edit");
}
process.exit();
