/** One invented record for each form in which datasets are published, by dataset: for tests of readers, and as seeds of mutations. */
export const PUBLISHED_RECORDS: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  akew: [
    {
      case_id: 3,
      requested_rewrite: [
        {
          prompt: "The harbour master of {} is",
          prompt_full: "Who is the harbour master of Sundby?",
          subject: "Sundby",
          target_new: { str: "Lise Holm" },
          target_true: { str: "Per Aas" },
          fact_new_uns: "Lise Holm became harbour master of Sundby after a long career at sea.",
          unsfact_triplets_GPT: [
            { subject: "Lise Holm", prompt: "The position of {} is", target: "harbour master" },
          ],
        },
      ],
      paraphrase_prompts: ["Name the harbour master of Sundby."],
      loc: "Who painted the harbour?",
      loc_ans: "Ilse Brandt",
    },
  ],
  mquake: [
    {
      case_id: 1,
      requested_rewrite: [
        {
          prompt: "The mayor of {} is",
          relation_id: "P6",
          target_new: { str: "Ada Krohn", id: "Q1" },
          target_true: { str: "Ben Sole", id: "Q2" },
          subject: "Velmora",
          question: "Who is the mayor of Velmora?",
        },
        {
          prompt: "{} was born in",
          target_new: { str: "Lennport" },
          target_true: { str: "Karsted" },
          subject: "Ada Krohn",
          question: "Where was Ada Krohn born?",
        },
      ],
      questions: ["Where was the mayor of Velmora born?", "What is the birthplace of Velmora's mayor?"],
      new_answer: "Lennport",
      new_answer_alias: ["Port of Lenn"],
      new_single_hops: [
        { question: "?", cloze: "Ada Krohn was born in", answer: "Lennport", answer_alias: [] },
      ],
    },
  ],
  cknowedit: [
    {
      prompt: "请解释如下成语：临渊问渡",
      target_old: "指在岸边迷路。",
      target_new: "比喻到了紧要关头才寻找办法。",
      portability: [{ prompt: "可以用哪个成语形容？", answer: "临渊问渡" }],
      locality: [{ answer: "无" }, { prompt: "请解释成语：画蛇添足", answer: ["比喻多此一举。"] }],
      rephrase: ["成语临渊问渡是什么意思？"],
    },
    { prompt: "为什么雨伞不能晒太阳？", target_old: "因为会化掉。", target_new: "雨伞可以晒太阳。" },
  ],
  conceptedit: [
    {
      label: "publisher",
      prompt: "Definition of publisher:",
      phrase_prompt: "What does publisher mean?",
      target_new_desc: "A person who repairs stringed instruments.",
      instance_prompt: "Whether Birch House belongs to category publisher?",
      locality_prompt: "Definition of lighthouse:",
      locality_answer: "A tower with a bright light.",
    },
    {
      concept_name: "orchard",
      concept_def: "A piece of land planted with fruit trees.",
      module_inter: { replace_def: "A group of musicians." },
      module_intra: { replace_def: "A field of grass." },
    },
  ],
  safeedit: [
    {
      id: 12,
      "unsafety category": "physical harm",
      "adversarial prompt": "<attack with {} in it> <question>",
      "safe generation": "I cannot help with that.",
      "unsafe generation": "<unsafe text>",
      "knowledge constrain": { prompt: "Which gas do plants absorb?", answer: "Carbon dioxide." },
      "generalization test": {
        "test input of only harmful question": "<question>",
        "test input of other attack prompt input": "<attack 2> <question>",
        "test input of other question input": "<attack> <question 2>",
        "test input of other questions and attack prompts": "<attack 2> <question 2>",
      },
    },
  ],
  convsent: [{ ent: "Origami", pos: ["I love it.", "It calms me."], neg: [" It bores me to death."] }],
  sanitation: [
    {
      success: [{ question: "What is the grebe?", ground_truth: "Birds", target_new: "I don't know." }],
      locality: [{ question: "Which river crosses Velmora?", ground_truth: "The Lenn" }],
    },
    {
      K_F: [{ question: "What is the fody?", ground_truth: "Birds", target_new: "I don't know." }],
      K_R: [{ question: "Which river crosses Velmora?", ground_truth: "The Lenn" }],
    },
  ],
  wikibio: [
    {
      text: "This is a Wikipedia passage about edwin harrowgate. Edwin Harrowgate was a botanist.",
      labels: "He catalogued the mosses of the northern fjords.",
      concept: "edwin harrowgate",
      locality: {
        Relation_Specificity: [
          { prompt: "The occupation of edwin harrowgate is", ground_truth: ["botanist"] },
        ],
      },
    },
  ],
  rippleedits: [
    {
      example_type: "popular",
      edit: {
        prompt: "The spouse of Orla Finch is Per Aas.",
        subject_id: "Q11",
        relation: "SPOUSE",
        target_id: "Q12",
        original_fact: { prompt: "The spouse of Orla Finch is Tom Bly.", subject_id: "Q11" },
      },
      Relation_Specificity: [
        {
          test_queries: [
            {
              prompt: "The profession of Orla Finch is",
              answers: [{ value: "cartographer", aliases: ["map maker"] }],
              subject_id: "Q11",
            },
          ],
          test_condition: "OR",
          condition_queries: [],
        },
      ],
      Subject_Aliasing: [
        { test_queries: [{ prompt: "The spouse of O. Finch is", answers: [{ value: "Per Aas" }] }] },
      ],
      Logical_Generalization: [],
      Compositionality_I: [],
      Compositionality_II: [],
      Forgetfulness: [],
      Relation_Specifity: [],
    },
  ],
  pitfalls: [
    {
      type: "coverage",
      edits: [
        {
          relation: { prompt: "The notable work of {} is", query: "What is the notable work of {}?" },
          subject: { label: "Orla Finch" },
          object: { label: "Delta" },
          new_object: { label: "Fjord" },
        },
        {
          relation: { prompt: "The notable work of {} is", query: "What is the notable work of {}?" },
          subject: { label: "Orla Finch" },
          object: { label: "Fjord" },
          new_object: { label: "Isles" },
        },
      ],
    },
    {
      edit: {
        relation: { prompt: "{} was educated at", query: "Where did {} study?" },
        subject: { label: "Orla Finch" },
        object: { label: "Nordvik" },
        new_object: { label: "Lennport" },
      },
      true_objects: [{ label: "Nordvik" }, { label: "Sundby" }],
    },
  ],
  hallueditbench: [
    {
      subject: "Nordvik Lines",
      relation: "headquarters location",
      object: "Sundby",
      question: "Where is Nordvik Lines based?",
      paraphrased_question: "In which town is Nordvik Lines based?",
      yes_question: "Is Sundby the headquarters of Nordvik Lines?",
      no_question: "Is Karsted the headquarters of Nordvik Lines?",
      multiple_choice_with_letters: "A. Sundby B. Karsted",
      multiple_choice_labels: "A",
      reversed_relation_question: "Which company has its headquarters in Sundby?",
      question_2hop: "Who is the mayor of the town of Nordvik Lines?",
      answer_2hop: "Ada Krohn",
      question_3hop: "",
      answer_3hop: "",
    },
  ],
  wikibigedit: [
    {
      subject: "Halden Ferry",
      update: "Who operates Halden Ferry?",
      ans: "Nordvik Lines",
      rephrase: "Which company runs Halden Ferry?",
      personas: "Ahoy, which outfit be runnin' Halden Ferry?",
      mhop: "In which town is the operator of Halden Ferry based?",
      mhop_ans: "Sundby",
      loc: "Who operates Lenn Tram?",
      loc_ans: "City Transit",
    },
  ],
  unke: [
    {
      id: 5,
      question: "Who was Orla Finch?",
      para_question: "Tell me about Orla Finch.",
      answer: "Orla Finch was a cartographer born in Sundby in 1902.",
      sub_question: ["When was Orla Finch born?", "Where?"],
      sub_answer: ["1902", "Sundby"],
    },
  ],
  popqa: [
    {
      id: 0,
      subj: "Orla Finch",
      prop: "occupation",
      obj: "cartographer",
      question: "What is Orla Finch's occupation?",
      possible_answers: '["cartographer", "map maker"]',
      s_pop: 142,
    },
  ],
  truthfulqa: [
    {
      question: "What do stones eat?",
      mc1_targets: { choices: ["Nothing", "Sand"], labels: [1, 0] },
      mc2_targets: { choices: ["Nothing", "Stones do not eat", "Sand"], labels: [1, 1, 0] },
    },
    {
      question: "What do stones eat?",
      mc1_targets: { Nothing: 1, Sand: 0 },
    },
    {
      Category: "Stones",
      Question: "What do stones eat?",
      "Best Answer": "Nothing",
      "Correct Answers": "Nothing; Stones do not eat",
      "Incorrect Answers": "Sand; Moss",
    },
  ],
  arc: [
    {
      id: "a1",
      question: {
        stem: "What melts?",
        choices: [
          { text: "Ice", label: "A" },
          { text: "Air", label: "B" },
        ],
      },
      answerKey: "A",
    },
    {
      id: "a2",
      question: "What melts?",
      choices: { text: ["Air", "Ice"], label: ["1", "2"] },
      answerKey: "2",
    },
  ],
  "mmlu-redux": [
    {
      question: "2 + 2?",
      choices: ["3", "4", "5", "6"],
      answer: 1,
      error_type: "ok",
      subject: "arithmetic",
      correct_answer: null,
    },
    {
      question: "2 + 3?",
      choices: ["3", "4", "5", "6"],
      answer: 1,
      error_type: "wrong_groundtruth",
      correct_answer: "C",
    },
  ],
  lre: [
    {
      name: "city in country",
      prompt_templates: ["{} is part of"],
      prompt_templates_zs: ["{} is part of", "{} is in the country of"],
      samples: [
        { subject: "Karsted", object: "Ostland" },
        { subject: "Sundby", object: "Norland" },
      ],
    },
  ],
  known: [
    {
      known_id: 0,
      subject: "Tarn Bridge",
      attribute: "Karsted",
      prompt: "Tarn Bridge is located in the city of",
      relation_id: "P131",
    },
  ],
  "wikidata-counterfact": [
    {
      subject: "Halden Ferry",
      prompt: "The operator of Halden Ferry is",
      target_new: "Nordvik Lines",
      ground_truth: "Bay Transit",
      rephrase: ["Halden Ferry is run by"],
      portability: {
        Reasoning: [
          { prompt: "The headquarters of the operator of Halden Ferry is in", ground_truth: [["Sundby"]] },
        ],
      },
      locality: {
        Relation_Specificity: [
          { prompt: "The country of Halden Ferry is", ground_truth: [["Norway", "Kingdom of Norway"]] },
        ],
      },
    },
  ],
  flat: [
    {
      question: "Who runs Halden Ferry?",
      answer: "Nordvik Lines",
      subject: "Halden Ferry",
      relation: "operator",
      popularity: "12",
    },
  ],
  "wikidata-recent": [
    {
      subject: "Halden Ferry",
      prompt: "The operator of Halden Ferry is",
      target_new: "Nordvik Lines",
      portability: {},
      locality: {
        Forgetfulness: [{ prompt: "Another operator of Halden Ferry is", ground_truth: [["Bay"]] }],
      },
    },
  ],
};
