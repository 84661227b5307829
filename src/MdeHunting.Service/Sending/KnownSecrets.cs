namespace MdeHunting.Service.Sending;

/// <summary>
/// The secrets that a connection has sent, and hides in whatever is told. A service, a proxy or a library may repeat what it was given: whole or in part, in
/// another case, encoded for an address, for JSON, HTML or as base64, or broken into lines. Rows are not looked at: they are evidence, and stay as they came.
/// </summary>
internal sealed class KnownSecrets
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mark = "<secret>";

    // More than a connection uses at a time; its earlier tokens have expired by then.
    private const int Most = 48;

    // Below that, hiding would only destroy the text around: three letters are in every word.
    private const int Shortest = 4;

    private readonly object _gate = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private volatile SecretTraces? _traces;

    /// <summary>Remembers a secret.</summary>
    public void Add(string? secret)
    {
        if (secret is null || secret.Length < Shortest)
        {
            return;
        }

        lock (_gate)
        {
            if (!_known.Add(secret))
            {
                return;
            }

            _order.Enqueue(secret);
            if (_order.Count > Most)
            {
                _known.Remove(_order.Dequeue());
            }

            _traces = null;
        }
    }

    /// <summary>Remembers a secret for as long as the connection has it, such as that of its sign-in.</summary>
    public void Keep(string? secret)
    {
        if (secret is null || secret.Length < Shortest)
        {
            return;
        }

        lock (_gate)
        {
            if (_kept.Add(secret))
            {
                _traces = null;
            }
        }
    }

    /// <summary>A text with each of them hidden.</summary>
    public string Hide(string text) => Hide(text, Mark);

    /// <summary>A text with a mark in the place of each of them.</summary>
    public string Hide(string text, string mark)
    {
        if (text.Length < Shortest)
        {
            return text;
        }

        // Made when it is first needed: many connections never tell anything.
        var traces = _traces;
        if (traces is null)
        {
            lock (_gate)
            {
                traces = _traces ??= new SecretTraces(_order.Concat(_kept));
            }
        }

        return traces.Hide(text, mark);
    }
}
