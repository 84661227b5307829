using System.Globalization;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Functions;

/// <summary>Functions that take apart the name of a file or of a page.</summary>
internal static class PathFunctions
{
    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        new("parse_path", ColumnNaming.Numbered, Signature.Lenient(TypeSet.Text, KqlType.Dynamic, value => Path(Conversions.ToText(value)))),
        new("parse_url", ColumnNaming.Numbered, Signature.Lenient(TypeSet.Text, KqlType.Dynamic, value => Url(Conversions.ToText(value)))),
    ];

    private static JsonObject Path(string path)
    {
        var scheme = path.IndexOf("://", StringComparison.Ordinal) is > 0 and var end ? path[..end] : string.Empty;
        var rest = scheme.Length > 0 ? path[(scheme.Length + 3)..] : path;
        var root =
            rest.Length > 1 && char.IsAsciiLetter(rest[0]) && rest[1] == ':' ? rest[..2]
            : rest.StartsWith('/') ? "/"
            : string.Empty;
        var slash = rest.AsSpan().LastIndexOfAny('\\', '/');
        var directory = slash < 0 ? string.Empty : rest[..slash];
        var file = rest[(slash + 1)..];
        var stream = string.Empty;
        if (file.IndexOf(':') is >= 0 and var colon && !(slash < 0 && root.Length > 0))
        {
            (file, stream) = (file[..colon], file[(colon + 1)..]);
        }

        return new JsonObject
        {
            ["Scheme"] = scheme,
            ["RootPath"] = root,
            ["DirectoryPath"] = directory,
            ["DirectoryName"] = directory[(directory.AsSpan().LastIndexOfAny('\\', '/') + 1)..],
            ["Filename"] = file,
            ["Extension"] = file.LastIndexOf('.') is >= 0 and var dot ? file[(dot + 1)..] : string.Empty,
            ["AlternateDataStreamName"] = stream,
        };
    }

    private static JsonObject Url(string text)
    {
        var isUrl = Uri.TryCreate(text, UriKind.Absolute, out var url);
        var user = isUrl ? url!.UserInfo.Split(':', 2) : [];
        var query = new JsonObject();
        foreach (var pair in isUrl ? url!.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            var parts = pair.Split('=', 2);
            query[parts[0]] = parts.ElementAtOrDefault(1) ?? string.Empty;
        }

        return new JsonObject
        {
            ["Scheme"] = isUrl ? url!.Scheme : string.Empty,
            ["Host"] = isUrl ? url!.Host : string.Empty,
            ["Port"] = isUrl && !url!.IsDefaultPort && url.Port >= 0 ? url.Port.ToString(CultureInfo.InvariantCulture) : string.Empty,
            ["Path"] = isUrl ? url!.AbsolutePath : string.Empty,
            ["Username"] = user.ElementAtOrDefault(0) ?? string.Empty,
            ["Password"] = user.ElementAtOrDefault(1) ?? string.Empty,
            ["Query Parameters"] = query,
            ["Fragment"] = isUrl ? url!.Fragment.TrimStart('#') : string.Empty,
        };
    }
}
