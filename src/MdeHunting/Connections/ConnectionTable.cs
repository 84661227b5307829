namespace MdeHunting.Connections;

/// <summary>The connections of one runspace by name; the latest is the current one. Names are compared without case, as PowerShell's are.</summary>
internal sealed class ConnectionTable
{
    private readonly object _gate = new();
    private readonly List<MdeConnection> _connections = [];

    /// <summary>All of them, the current one last.</summary>
    public IReadOnlyList<MdeConnection> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _connections];
            }
        }
    }

    /// <summary>Whether a connection is the current one.</summary>
    public bool IsCurrent(MdeConnection connection)
    {
        lock (_gate)
        {
            return _connections.Count > 0 && ReferenceEquals(_connections[_connections.Count - 1], connection);
        }
    }

    /// <summary>Makes a connection the current one, in place of an earlier one of that name.</summary>
    /// <returns>The earlier one, for the caller to close; null where there was none.</returns>
    public MdeConnection? Add(MdeConnection connection)
    {
        lock (_gate)
        {
            var earlier = Find(connection.Name);
            if (earlier is not null)
            {
                _connections.Remove(earlier);
            }

            _connections.Add(connection);
            return earlier;
        }
    }

    /// <summary>Makes a connection the current one; one of another runspace becomes one of this, too.</summary>
    public void Select(MdeConnection connection)
    {
        lock (_gate)
        {
            _connections.RemoveAll(c => ReferenceEquals(c, connection) || string.Equals(c.Name, connection.Name, StringComparison.OrdinalIgnoreCase));
            _connections.Add(connection);
        }
    }

    /// <summary>Takes a connection out; false where it is not (or no longer) here.</summary>
    public bool Remove(MdeConnection connection)
    {
        lock (_gate)
        {
            return _connections.Remove(connection);
        }
    }

    /// <summary>The connection that is meant: the one referred to, or the current one.</summary>
    /// <exception cref="ConnectionException">There is none.</exception>
    public MdeConnection Resolve(ConnectionReference? reference)
    {
        if (reference?.Connection is { } given)
        {
            return given;
        }

        if (reference is { IsForeign: true })
        {
            throw new ConnectionException(
                ConnectionFailure.ConnectionOfOtherProcess,
                $"The connection '{reference.Name}' belongs to another process, and only its description was passed here: a sign-in stays in its process.",
                $"Connect in this job or session, with Connect-MdeTenant -TenantId {reference.ForeignTenant ?? "<id or domain>"} and the parameters that "
                    + "the sign-in needs (an account that -Persist saved isn't prompted again), or use Start-ThreadJob or ForEach-Object -Parallel, which "
                    + "run in the process of the connection."
            )
            {
                Target = reference.Name,
            };
        }

        lock (_gate)
        {
            if (reference?.Name is { } name)
            {
                return Find(name) ?? throw Unknown(name);
            }

            return _connections.Count > 0
                ? _connections[_connections.Count - 1]
                : throw new ConnectionException(
                    ConnectionFailure.NotConnected,
                    "You're not connected.",
                    "Run: Connect-MdeTenant -TenantId <id or domain> -ClientId <application id>."
                );
        }
    }

    private MdeConnection? Find(string name) => _connections.Find(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));

    private ConnectionException Unknown(string name) =>
        new(
            ConnectionFailure.ConnectionNotFound,
            $"There is no connection named '{name}' in this session.",
            _connections.Count == 0
                ? "Connect with Connect-MdeTenant. -Name specifies the connection's name."
                : $"Available connections: {string.Join(", ", _connections.Select(c => $"'{c.Name}'"))}."
        )
        {
            Target = name,
        };
}
