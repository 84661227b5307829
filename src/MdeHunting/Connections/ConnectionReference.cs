using System.ComponentModel;
using MdeHunting.Internal;

namespace MdeHunting;

/// <summary>What <c>-Connection</c> takes: a connection's name, or the connection itself.</summary>
[TypeConverter(typeof(ForeignConnectionConverter))]
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

    /// <summary>Whether it is what came of a connection from another process, which cannot be asked here.</summary>
    internal bool IsForeign { get; private init; }

    /// <summary>The tenant of a connection of another process; null where it is not known.</summary>
    internal string? ForeignTenant { get; private init; }

    /// <inheritdoc/>
    public override string ToString() => Name ?? Connection?.Name ?? string.Empty;

    /// <summary>Refers to a connection of another process.</summary>
    internal static ConnectionReference ToForeign(string name, string? tenant) => new(name) { IsForeign = true, ForeignTenant = tenant };
}
