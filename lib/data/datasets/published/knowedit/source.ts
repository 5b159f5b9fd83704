/** Where all six sets of KnowEdit come from. */
export const KNOWEDIT = {
  licence: "MIT",
  source: {
    citation:
      "N. Zhang et al.: A Comprehensive Study of Knowledge Editing for Large Language Models. arXiv 2401.01286, 2024",
    url: "https://github.com/zjunlp/EasyEdit",
  },
  version: "KnowEdit, 2024",
} as const;
