namespace MdeHunting.Connections;

/// <summary>
/// Which lengths of a query's text a tenant's service took and which it refused; nobody documents that. Remembered for as long as the connection.
/// </summary>
internal sealed class QuerySizes
{
    private readonly object _gate = new();
    private int _refused = int.MaxValue;

    /// <summary>Whether a text of so many bytes is worth a try.</summary>
    public bool MayPass(int bytes)
    {
        lock (_gate)
        {
            return bytes < _refused;
        }
    }

    /// <summary>A text of so many bytes was refused for its length.</summary>
    public void Refuse(int bytes)
    {
        lock (_gate)
        {
            _refused = Math.Min(_refused, bytes);
        }
    }

    /// <summary>A text of so many bytes passed: what was refused before was so for another reason.</summary>
    public void Pass(int bytes)
    {
        lock (_gate)
        {
            _refused = bytes >= _refused ? bytes + 1 : _refused;
        }
    }
}
