namespace MdeHunting.Indicators;

/// <summary>
/// Tells where a hash that is too long for its column goes on in the next line: its second half may have the form of a shorter hash, and is none then.
/// </summary>
internal sealed class WrappedHash
{
    private const int Longest = 64;

    // Numbers and words in hexadecimal digits are shorter.
    private const int LeastOpen = 16;
    private const int LeastRest = 8;

    private string? _open;

    /// <summary>The indicators of the next line; with those that may be a part of a longer hash, and the longer one, as ambiguous.</summary>
    /// <param name="line">The line.</param>
    /// <param name="found">What was found in it.</param>
    public FoundToken[] Take(string line, FoundToken[] found)
    {
        var all = found;
        if (
            _open is { } open
            && line.Substring(0, Digits(line, fromEnd: false)) is { Length: >= LeastRest } rest
            && open.Length + rest.Length is 40 or Longest
            && FoundToken.Of(open + rest) is { } whole
        )
        {
            all = [.. Doubted(all, rest), whole with { IsAmbiguous = true }];
        }

        var count = Digits(line, fromEnd: true);
        var end = count is >= LeastOpen and < Longest ? line.Substring(line.Length - count) : null;

        // What has the length of a hash is one, unless a longer one was announced.
        var isHash = end is { Length: 32 or 40 };
        _open = isHash && line.IndexOf("256", 0, line.Length - count, StringComparison.Ordinal) < 0 ? null : end;
        return isHash && _open is not null ? [.. Doubted(all, _open)] : all;
    }

    private static IEnumerable<FoundToken> Doubted(IEnumerable<FoundToken> found, string part) =>
        found.Select(one => one.Original == part ? one with { IsAmbiguous = true } : one);

    private static int Digits(string line, bool fromEnd)
    {
        var count = 0;
        while (count < line.Length && count <= Longest && Uri.IsHexDigit(line[fromEnd ? line.Length - 1 - count : count]))
        {
            count++;
        }

        return count;
    }
}
