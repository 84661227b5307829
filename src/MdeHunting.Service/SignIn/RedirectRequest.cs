using System.Globalization;
using System.Text;

namespace MdeHunting.Service.SignIn;

/// <summary>A request that came to the port of a sign-in, read no further than such a request can be long.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The request's target.</param>
/// <param name="Host">The Host header; null where there is not exactly one.</param>
/// <param name="Form">The fields of the form; null where the body is none.</param>
internal sealed record RedirectRequest(string Method, string Target, string? Host, IReadOnlyDictionary<string, string>? Form)
{
    // A browser sends the cookies of everything else on localhost too.
    private const int LongestHead = 64 * 1024;
    private const int LongestBody = 32 * 1024;
    private static readonly byte[] EndOfHead = [13, 10, 13, 10];

    /// <summary>Reads one; null for what is none or is too long.</summary>
    public static async Task<RedirectRequest?> ReadAsync(Stream stream)
    {
        var buffer = new byte[4096];
        var count = 0;
        int end;
        var searched = 0;
        while ((end = buffer.AsSpan(searched, count - searched).IndexOf(EndOfHead)) < 0)
        {
            searched = Math.Max(0, count - EndOfHead.Length + 1);
            if (count == buffer.Length)
            {
                if (count >= LongestHead)
                {
                    return null;
                }

                Array.Resize(ref buffer, count * 2);
            }

            var read = await stream.ReadAsync(buffer, count, buffer.Length - count).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            count += read;
        }

        var head = searched + end;
        var lines = Encoding.ASCII.GetString(buffer, 0, head).Split(["\r\n"], StringSplitOptions.None);
        var first = lines[0].Split(' ');
        if (first.Length != 3 || !first[2].StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            return null;
        }

        var type = Header(lines, "Content-Type");
        IReadOnlyDictionary<string, string>? form = null;
        if (first[0] == "POST" && type?.Split(';')[0].Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
        {
            if (!int.TryParse(Header(lines, "Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > LongestBody)
            {
                return null;
            }

            var body = new byte[length];
            var have = Math.Min(length, count - head - EndOfHead.Length);
            Array.Copy(buffer, head + EndOfHead.Length, body, 0, have);
            while (have < length)
            {
                var read = await stream.ReadAsync(body, have, length - have).ConfigureAwait(false);
                if (read == 0)
                {
                    return null;
                }

                have += read;
            }

            form = Fields(Encoding.UTF8.GetString(body));
        }

        return new RedirectRequest(first[0], first[1], Header(lines, "Host"), form);
    }

    // A header that comes twice could mean one thing here and another elsewhere.
    private static string? Header(string[] lines, string name)
    {
        var found = lines.Skip(1).Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count == 1 ? found[0].Substring(name.Length + 1).Trim() : null;
    }

    private static IReadOnlyDictionary<string, string>? Fields(string body)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in body.Split(['&'], StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=');
            var name = Decode(at < 0 ? pair : pair.Substring(0, at));
            if (fields.ContainsKey(name))
            {
                return null;
            }

            fields[name] = at < 0 ? string.Empty : Decode(pair.Substring(at + 1));
        }

        return fields;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
