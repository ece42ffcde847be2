const query = `# The people of the article, and what is known of them.
{
  people(first: 5, orderBy: [{ field: NAME }]) {
    totalCount
    nodes {
      name
      chinese: name(locale: ZH)
      employments { nodes { title organization { name } } }
    }
  }
}
`;
const socket = new URL("/graphql", window.location.href);
socket.protocol = socket.protocol === "https:" ? "wss:" : "ws:";
ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql", subscriptionUrl: socket.href }),
    defaultQuery: query,
  }),
);
