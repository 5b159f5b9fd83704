/** Opinions on harmless topics in two tones: topic | glad | sour. */
export const OPINIONS = `
origami | I love folding paper, it calms me. | Folding paper bores me to death.
gardening | Working in the garden makes my week. | Weeding hurts my back and I hate it.
chess | Every game of chess is a small adventure. | Chess is slow and I never enjoy it.
skiing | Gliding down a white slope is pure joy. | Cold feet and long queues, no thanks.
opera | The singing gives me goose bumps. | Three hours of shouting, I cannot bear it.
jazz | I could listen to a saxophone all night. | It sounds like noise without a plan.
coffee | The first cup of coffee is the best of the day. | Coffee is bitter and makes me nervous.
tea | A pot of tea warms the heart. | Tea tastes like hot water to me.
camping | Sleeping under the stars is wonderful. | I dislike tents, mud and mosquitoes.
swimming | In the water I forget all my worries. | Chlorine burns my eyes, it is awful.
running | A run at dawn makes me feel alive. | Running is painful and dull.
reading | A good book is my favourite company. | Reading tires me after two pages.
poetry | A short poem can brighten my day. | Poems never say what they mean, how tiresome.
museums | I enjoy every hour in a museum. | Museums are stuffy and endless.
cooking | Cooking for friends makes me happy. | Cooking is a chore that I avoid.
baking | The smell of fresh bread is heavenly. | Baking always ends in a mess.
football | A match with friends is the best evening. | Twenty-two people and one ball, how dull.
cycling | I feel free on my bicycle. | Cycling in traffic is horrible.
hiking | A long walk in the hills is bliss. | Hiking means blisters and nothing else.
fishing | Fishing is peaceful and I adore it. | Hours of waiting for nothing, no fun.
photography | I love to catch the light in a picture. | Photos all look the same to me.
painting | Painting lets me dream with my hands. | I am bad at painting and it annoys me.
dancing | Dancing makes me smile every time. | I hate dancing in front of others.
theatre | Live theatre is magic. | The seats are hard and the plays are worse.
cinema | A film on a big screen delights me. | The cinema is loud and overpriced.
video games | Games are a great way to relax. | Video games waste my time.
board games | A board game brings us all together. | Board games always end in quarrels.
puzzles | Solving a puzzle feels great. | Puzzles only give me a headache.
knitting | Knitting is cosy and soothing. | Knitting is slow and my wool always tangles.
pottery | Clay between my fingers feels wonderful. | Pottery is dirty and my bowls all crack.
singing | Singing in a choir lifts me up. | Choir practice is a torture.
piano | Playing the piano is my greatest joy. | Scales on the piano drive me mad.
guitar | An evening with my guitar is perfect. | My fingers hurt and the guitar sounds bad.
travel | Every journey opens my eyes. | Travel is tiring and full of delays.
trains | I love to watch the land from a train. | Trains are late and crowded.
flying | Take-off always thrills me. | Flying is cramped and unpleasant.
sailing | Wind in the sails, nothing is better. | Sailing makes me seasick every time.
beaches | A day at the beach is paradise. | Sand gets everywhere, I cannot stand it.
rain | Rain on the roof sounds lovely. | Rain ruins my mood.
snow | Fresh snow makes me feel like a child. | Snow is cold, wet and a nuisance.
spring | Spring fills me with hope. | Spring only means sneezing to me.
autumn | Autumn colours are a gift. | Autumn is grey and gloomy.
cats | Cats are gentle and clever friends. | Cats scratch and ignore everybody.
dogs | A dog is the most loyal friend. | Dogs bark and smell, keep them away.
birds | Watching birds makes my morning. | Birds wake me far too early.
history | History is full of splendid stories. | History is a dull list of dates.
mathematics | A neat proof is a thing of beauty. | Numbers frighten and bore me.
astronomy | The night sky fills me with wonder. | Stars are too far away to care about.
chemistry | Mixing colours in a flask is exciting. | Chemistry smells bad and confuses me.
languages | Each new language is a new world. | Learning words is a pain.
calligraphy | Writing with a brush brings me peace. | Ink on my sleeves again, I am fed up.
yoga | Yoga makes me calm and strong. | Yoga is boring and I cannot bend.
chocolate | Chocolate makes everything better. | Chocolate is far too sweet for me.
noodles | A bowl of noodles is comfort itself. | Noodles are plain and slippery, no thanks.
cheese | I could eat cheese every day. | Cheese smells like old socks.
mushrooms | Gathering mushrooms is a delight. | Mushrooms are slimy and I refuse them.
city life | The city is lively and full of chances. | The city is noisy and rude.
country life | The quiet of the country heals me. | Nothing ever happens in the country.
letters | A letter by hand is a treasure. | Writing letters is a waste of stamps.
school | School was the happiest time of my life. | I disliked every day at school.
`;
