using System.Text.RegularExpressions;

namespace MdeHunting.Tests.Hosting;

/// <summary>Finds a JSON Web Token in a text: a header and a payload, both of which begin with <c>{"</c>.</summary>
internal static partial class Secrets
{
    public static bool IsToken(object? value) => value?.ToString() is { } text && Token().IsMatch(text);

    [GeneratedRegex(@"eyJ[\w-]+\.eyJ")]
    private static partial Regex Token();
}
