// Keeps the search off the page's own thread: reads the index of a language and answers queries.
//
// In:  {index: address} once, then {query, number}.
// Out: {kinds} once, then the same with {results}; {failed} where there is no index to be had.

import {engine} from "./search-engine.js"

let searching

addEventListener("message", async ({data}) => {
  if (data.index) searching = read(data.index)
  try {
    const {search, kinds} = await searching
    if (data.index) postMessage({kinds})
    else postMessage({...data, results: search(data.query)})
  } catch (error) {
    postMessage({failed: String(error)})
  }
})

async function read(address) {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${answer.status} ${address}`)
  return engine(await answer.json())
}
