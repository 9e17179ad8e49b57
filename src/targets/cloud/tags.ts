export { lifeMs, ownerOf, runTags } from '../../lab/run-tags.ts';
