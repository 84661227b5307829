using MdeHunting.Connections;
using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Kql.Parsing;
using MdeHunting.Kql.Writing;

namespace MdeHunting.Checks;

/// <summary>The service's own word on a query: it is sent with <c>take 0</c> behind it, so that it is read and returns no row.</summary>
/// <param name="connection">The connection.</param>
/// <param name="sending">How patiently it is sent.</param>
internal sealed class LiveCheck(MdeConnection connection, SendingOptions sending)
{
    /// <summary>Asks the service.</summary>
    /// <returns>What it says: the columns of the result, or why it refuses the query.</returns>
    /// <exception cref="HuntingException">It could not be asked.</exception>
    /// <exception cref="SignInException">The sign-in is no longer good.</exception>
    public async Task<MdeQueryFinding> RunAsync(CheckedQuery query, IHuntingPrompt prompt, CancellationToken token)
    {
        var receiver = new SchemaReceiver();
        try
        {
            await connection
                .Session.HuntAsync(new HuntingRequest(WithoutRows(query.Text)) { Sending = sending }, receiver, prompt, token)
                .ConfigureAwait(false);
        }
        catch (HuntingException e) when (e.Failure is HuntingFailure.QueryRefused)
        {
            return query.ToFinding("MDE900", e.GetServiceMessage() ?? e.What, []);
        }

        var columns = receiver.Received;
        return query.ToFinding(
            "MDE901",
            FormattableString.Invariant($"{connection.Name} takes the query, which returns {columns.Count} {(columns.Count == 1 ? "column" : "columns")}."),
            columns
        );
    }

    /// <summary>A query without its rows: what draws them at its end is left out, since nothing may follow that.</summary>
    internal static string WithoutRows(string query)
    {
        var tokens = TokenTree.Of(new SourceText(query));
        var parsed = KqlParser.Parse(tokens);
        var end = tokens.Whole.End;
        while (end > 0 && tokens.KindAt(end - 1) == KqlTokenKind.Semicolon)
        {
            end--;
        }

        if (
            parsed.Statements.Count > 0
            && parsed.Statements[parsed.Statements.Count - 1].Value is PipelineNode { Steps: [.., { Known.Rows: KqlRowEffect.Drawn } last] }
        )
        {
            end = last.Start - 1;
        }

        return end == 0 ? query : KqlText.Of($"{KqlText.Beginning(tokens, end)}\n| take 0");
    }
}
