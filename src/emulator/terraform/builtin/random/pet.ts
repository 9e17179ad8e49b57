import type { Random } from '../random-source.ts';

const adverbs = `barely boldly briefly calmly clearly closely daily dearly duly early easily fairly
  firmly freely fully gently gladly greatly happily highly kindly largely lightly likely mildly
  mostly nearly neatly newly openly partly plainly poorly purely quickly rarely readily really
  safely sharply simply slowly softly solely surely vastly warmly weekly widely wisely`;

const adjectives = `able amber apt bold brave brief bright brisk busy calm clean clear clever cool
  cosmic crisp daring deep eager easy equal fair fast fine firm fit fleet fond free fresh full funny
  glad golden good grand happy handy honest humble jolly just keen kind large lively loyal lucky
  mild modest neat noble open patient plain polite prime proud quick quiet rapid ready rich sharp
  smart smooth solid steady still strong sunny sure swift tidy true upright vital warm wise witty`;

const animals = `ant antelope badger bass bat bear beaver bee bird bison boar buck bull camel cat
  cod colt condor cow crab crane cricket crow deer dingo dog dolphin donkey dove drake duck eagle eel
  elk falcon fawn ferret finch fish fly fox frog gecko goat goose grouse gull hare hawk hen heron
  herring hornet horse hound ibex jackal jay kid kite koala lamb lark lemur lion lizard llama lobster
  lynx magpie mako mole moose moth mouse mule newt orca osprey otter owl ox panda parrot perch pig
  pigeon pika pony puma python quail rabbit racer ram raven ray robin salmon seal shark sheep shrew
  skink skunk sloth snail snake snipe sole sparrow spider squid stag stork swan swift tapir tern tick
  tiger toad trout turkey turtle viper vole walrus wasp weasel whale wolf wombat worm wren yak zebra`;

const [adverbList, adjectiveList, animalList] = [adverbs, adjectives, animals].map((words) =>
  words.split(/\s+/),
) as [string[], string[], string[]];

/** `gladly-quick-otter`: adverbs, an adjective, an animal; the animal always. */
export function petName(random: Random, length: number): readonly string[] {
  const front = Array.from({ length: Math.max(0, length - 2) }, () => random.choose(adverbList));
  const middle = length > 1 ? [random.choose(adjectiveList)] : [];
  return [...front, ...middle, random.choose(animalList)];
}
