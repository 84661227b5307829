using System.Text;
using MdeHunting.Kql;
using MdeHunting.Kql.Writing;

namespace MdeHunting.Evidence;

/// <summary>
/// Takes secrets out of what is recorded: those that the connections have, and those that a query's parameters had. What a service returned isn't looked at.
/// </summary>
/// <param name="connections">The connections of the session, whenever they are asked for.</param>
internal sealed class EvidenceMask(Func<IReadOnlyList<MdeConnection>> connections)
{
    private readonly object _gate = new();
    private readonly HashSet<string> _parameters = new(StringComparer.Ordinal);

    /// <summary>Takes in the secrets of a query's parameters, which are no connection's until it is sent.</summary>
    public void Add(IReadOnlyList<string> secrets)
    {
        lock (_gate)
        {
            _parameters.UnionWith(secrets);
        }
    }

    /// <summary>Whether the session has a connection to the same tenant at the same service.</summary>
    public bool Knows(MdeConnection connection) => connections().Any(one => one.TenantId == connection.TenantId && one.HuntingHost == connection.HuntingHost);

    /// <summary>A text without them.</summary>
    public string? Text(string? text) => text is null ? null : Hide(text);

    /// <summary>What evidence is for, without them.</summary>
    public EvidenceCase Case(EvidenceCase facts) => new(Text(facts.CaseId), Text(facts.Operator), Text(facts.Authority), Text(facts.Note));

    /// <summary>A query without them: a literal that has one is hidden as a whole, so that what is left is a query.</summary>
    public string Query(string query)
    {
        if (Hide(query) == query)
        {
            return query;
        }

        var text = new StringBuilder();
        foreach (var token in KqlLexer.Tokenize(query))
        {
            var written = query.Substring(token.Start, token.Length);
            text.Append(token.IsString && Hide(written) != written ? KqlWriter.HiddenMark.ToString() : written);
        }

        // One may also lie across several of its tokens.
        return Hide(text.ToString());
    }

    private string Hide(string text)
    {
        string[] parameters;
        lock (_gate)
        {
            parameters = [.. _parameters];
        }

        return connections().Aggregate(text, (shown, connection) => connection.Session.Hide(shown, parameters));
    }
}
