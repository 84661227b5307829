namespace MdeHunting.Connections;

/// <summary>What <c>-Connection</c> takes: a connection's name, or the connection itself.</summary>
public sealed class ConnectionReference
{
    /// <summary>Refers to a connection of this runspace by its name.</summary>
    public ConnectionReference(string name) => Name = name;

    /// <summary>Refers to a connection itself, which may come from another runspace.</summary>
    public ConnectionReference(MdeConnection connection) => Connection = connection;

    /// <summary>The name; null where the connection itself was given.</summary>
    public string? Name { get; }

    /// <summary>The connection; null where a name was given.</summary>
    public MdeConnection? Connection { get; }

    /// <inheritdoc/>
    public override string ToString() => Name ?? Connection?.Name ?? string.Empty;
}
