using System.Management.Automation;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>
/// Refuses here what is no query, so that it is not sent: an object of which PowerShell made a string, a file's name, a text that was read in a wrong encoding.
/// </summary>
internal static class QueryRefusal
{
    /// <summary>Why that is no query; null where it may be one.</summary>
    /// <param name="query">What was given.</param>
    /// <param name="exists">Whether there is a file of that name.</param>
    public static HuntingException? Of(string? query, Func<string, bool> exists)
    {
        if (query is null)
        {
            return null;
        }

        if (NotText.OriginOf(query) is { } value)
        {
            return OfObject(value);
        }

        if (query.IndexOf('\0') >= 0)
        {
            return new HuntingException(
                HuntingFailure.NotAQuery,
                "The query has NUL characters, so it was read in the wrong encoding.",
                "Save the file as UTF-8 and run it with -Path, or specify its encoding for Get-Content."
            )
            {
                Target = query,
            };
        }

        return FileName.Is(query, exists)
            ? new HuntingException(
                HuntingFailure.NotAQuery,
                $"'{query.Trim()}' is the name of a file, not a query.",
                "To run the query in the file, use -Path."
            )
            {
                Target = query,
            }
            : null;
    }

    private static HuntingException OfObject(object value)
    {
        var (what, next) =
            !GetContentLineAttribute.MayName(value)
                ? ($"An object of the type {NotText.TypeOf(value)} isn't a query.", "Specify the query as a string, such as 'DeviceInfo | take 10'.")
            : Text(value, "FullName") is { } file ? ($"'{file}' is a file, not a query.", "To run the query in it, use -Path or -LiteralPath.")
            : Text(value, "Path") is { } path
                ? ($"An object of the type {NotText.TypeOf(value)} isn't a query.", $"To run the query in a file, use -Path, such as '{path}'.")
            : Text(value, "Query") is not null
                ? ($"An object of the type {NotText.TypeOf(value)} isn't a query.", "Specify its property Query, or send the object through the pipeline.")
            : ($"An object of the type {NotText.TypeOf(value)} isn't a query.", "Specify the query as a string, such as 'DeviceInfo | take 10'.");
        return new HuntingException(HuntingFailure.NotAQuery, what, next) { Target = value };
    }

    private static string? Text(object value, string name)
    {
        try
        {
            var text = PSObject.AsPSObject(value).Properties[name]?.Value;
            return BareValue.Of(text) is string { Length: > 0 } found ? found : null;
        }
        catch (ExtendedTypeSystemException)
        {
            return null;
        }
    }
}
