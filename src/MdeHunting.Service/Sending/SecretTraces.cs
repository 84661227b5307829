using System.Text;

namespace MdeHunting.Service.Sending;

/// <summary>Finds secrets in texts by their traces: short secrets as a whole, long ones by any part that is long enough to be theirs.</summary>
internal sealed class SecretTraces
{
    // A trace is eight bytes, which fit one number; a part of a secret is that many traces in a row.
    private const int TraceLength = 8;
    private const int PartLength = 12;
    private const int ShortestWhole = 4;
    private const int ShortestEncoded = 6;

    private readonly HashSet<ulong> _traces = [];
    private readonly Dictionary<ulong, int> _leadingSigns = [];
    private readonly Dictionary<ulong, int> _trailingSigns = [];
    private readonly List<PlainForm> _whole = [];

    /// <param name="secrets">The secrets.</param>
    public SecretTraces(IEnumerable<string> secrets)
    {
        foreach (var secret in secrets)
        {
            Add(secret);
            foreach (var encoded in Base64(secret))
            {
                Add(encoded);
            }
        }

        _whole.Sort((one, other) => other.Bytes.Length.CompareTo(one.Bytes.Length));
    }

    /// <summary>A text with every part that is a secret's replaced.</summary>
    public string Hide(string text, string mark)
    {
        if (_whole.Count == 0 && _traces.Count == 0)
        {
            return text;
        }

        var form = PlainForm.Of(text);
        var hidden = new List<(int Start, int End)>();
        FindParts(form, hidden);
        FindWhole(form, hidden);
        return hidden.Count == 0 ? text : Write(text, hidden, mark);
    }

    private void Add(string secret)
    {
        var form = PlainForm.Of(secret);
        var bytes = form.Bytes;
        if (bytes.Length < PartLength)
        {
            if (bytes.Length >= ShortestWhole)
            {
                _whole.Add(form);
            }

            return;
        }

        for (var i = 0; i + TraceLength <= bytes.Length; i++)
        {
            _traces.Add(Trace(bytes, i));
        }

        // The form is without signs, but those at the ends of a secret are of it too.
        AddSigns(_leadingSigns, Trace(bytes, 0), form.LeadingSigns);
        AddSigns(_trailingSigns, Trace(bytes, bytes.Length - TraceLength), form.TrailingSigns);
    }

    private static void AddSigns(Dictionary<ulong, int> ends, ulong trace, int signs)
    {
        if (signs > 0)
        {
            ends[trace] = Math.Max(signs, SignsAt(ends, trace));
        }
    }

    private static int SignsAt(Dictionary<ulong, int> ends, ulong trace) => ends.TryGetValue(trace, out var signs) ? signs : 0;

    // Base64 of it behind anything, as a Basic credential is of "user:password": three alignments, without the characters that the neighbours share.
    private static IEnumerable<string> Base64(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        for (var before = 0; before < 3; before++)
        {
            var encoded = Convert.ToBase64String([.. new byte[before], .. bytes]).TrimEnd('=');
            var from = before == 0 ? 0 : before + 1;
            var shared = (before + bytes.Length) % 3 == 0 ? 0 : 1;
            if (encoded.Length - from - shared >= ShortestEncoded)
            {
                yield return encoded.Substring(from, encoded.Length - from - shared);
            }
        }
    }

    private void FindParts(PlainForm form, List<(int Start, int End)> hidden)
    {
        var bytes = form.Bytes;
        for (var i = 0; i + TraceLength <= bytes.Length; i++)
        {
            var from = i;
            while (i + TraceLength <= bytes.Length && _traces.Contains(Trace(bytes, i)))
            {
                i++;
            }

            var length = i == from ? 0 : i - from + TraceLength - 1;
            if (length >= PartLength)
            {
                var last = from + length - 1;
                var leading = SignsAt(_leadingSigns, Trace(bytes, from));
                var trailing = SignsAt(_trailingSigns, Trace(bytes, last - TraceLength + 1));
                hidden.Add((form.Start(from, leading), form.End(last, trailing)));
            }
        }
    }

    private void FindWhole(PlainForm form, List<(int Start, int End)> hidden)
    {
        foreach (var secret in _whole)
        {
            var length = secret.Bytes.Length;
            for (var i = 0; i + length <= form.Bytes.Length; i++)
            {
                if (form.Bytes.AsSpan(i, length).SequenceEqual(secret.Bytes))
                {
                    hidden.Add((form.Start(i, secret.LeadingSigns), form.End(i + length - 1, secret.TrailingSigns)));
                    i += length - 1;
                }
            }
        }
    }

    private static ulong Trace(byte[] bytes, int at)
    {
        ulong trace = 0;
        for (var i = 0; i < TraceLength; i++)
        {
            trace = (trace << 8) | bytes[at + i];
        }

        return trace;
    }

    private static string Write(string text, List<(int Start, int End)> hidden, string mark)
    {
        hidden.Sort();
        var written = new StringBuilder(text.Length);
        var place = 0;
        var last = -1;
        foreach (var (start, end) in hidden)
        {
            if (start > last)
            {
                written.Append(text, place, start - place).Append(mark);
            }

            last = Math.Max(last, end);
            place = last;
        }

        return written.Append(text, place, text.Length - place).ToString();
    }
}
