using MdeHunting.Kql;

namespace MdeHunting.Running;

/// <summary>
/// The U+001A with which DOS ended a text, and some editors and copies of files still do: after a query it means nothing, and the services refuse it.
/// </summary>
internal static class EndMark
{
    private const char Mark = '\u001a';

    /// <summary>A query without the marks after it. One within a string that is not closed stays.</summary>
    public static string Remove(string query)
    {
        if (query.TrimEnd() is not [.., Mark] || new SourceText(query).Tokens is [.., { IsString: true, IsTerminated: false }])
        {
            return query;
        }

        var end = query.Length;
        while (end > 0 && (char.IsWhiteSpace(query[end - 1]) || query[end - 1] == Mark))
        {
            end--;
        }

        return query.Substring(0, end);
    }
}
