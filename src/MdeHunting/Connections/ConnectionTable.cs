using System.Management.Automation;
using MdeHunting.Text;

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

    /// <summary>The connections that are meant: the one referred to, all that a pattern of names means, or the current one.</summary>
    /// <exception cref="ConnectionException">There is none, or a tenant has several.</exception>
    public IReadOnlyList<MdeConnection> ResolveAll(ConnectionReference? reference) =>
        reference is { Connection: null, IsForeign: false, Name: { } name }
        && WildcardPattern.ContainsWildcardCharacters(name)
        && All is var all
        && all.All(connection => !IsNamed(connection, name))
        && NamePattern(name) is var pattern
        && all.Where(connection => pattern.IsMatch(connection.Name)).ToList() is { Count: > 0 } found
            ? found
            : [Resolve(reference)];

    /// <summary>The connection that is meant: the one referred to by its name, its tenant or a pattern, or the current one.</summary>
    /// <exception cref="ConnectionException">There is none, or more than one.</exception>
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
                $"The connection '{reference.Name}' belongs to another process. Only its description was passed here, because a sign-in can't leave its process.",
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
                return Find(name) ?? OfTenant(name) ?? throw Unknown(name);
            }

            return _connections.Count > 0
                ? _connections[_connections.Count - 1]
                : throw new ConnectionException(
                    ConnectionFailure.NotConnected,
                    "You're not connected.",
                    "Run Connect-MdeTenant with the tenant's ID or one of its domains, and the application's ID, such as: Connect-MdeTenant -TenantId "
                        + "contoso.com -ClientId GraphCommandLineTools."
                );
        }
    }

    private static bool IsNamed(MdeConnection connection, string name) => string.Equals(connection.Name, name, StringComparison.OrdinalIgnoreCase);

    private static WildcardPattern NamePattern(string name) => new(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);

    private MdeConnection? Find(string name) => _connections.Find(c => IsNamed(c, name));

    // The only one of a tenant, told by its id or domain, or whose name is of a pattern.
    private MdeConnection? OfTenant(string name)
    {
        var id = Guid.TryParse(name, out var parsed) ? parsed.ToString("D") : name;
        var pattern = WildcardPattern.ContainsWildcardCharacters(name) ? NamePattern(name) : null;
        var found = _connections.FindAll(c =>
            string.Equals(c.TenantId, id, StringComparison.OrdinalIgnoreCase)
            || string.Equals(c.TenantDomain, name, StringComparison.OrdinalIgnoreCase)
            || pattern?.IsMatch(c.Name) == true
        );
        return found.Count < 2
            ? found.FirstOrDefault()
            : throw new ConnectionException(
                ConnectionFailure.ConnectionAmbiguous,
                $"'{name}' means {found.Count} connections: {Names(found)}.",
                "Specify the name of one of them."
            )
            {
                Target = name,
            };
    }

    private ConnectionException Unknown(string name) =>
        new(
            ConnectionFailure.ConnectionNotFound,
            $"There's no connection named '{name}' in this session, and none to a tenant with that ID or domain.",
            _connections.Count == 0
                ? "Connect with Connect-MdeTenant. -Name specifies the connection's name."
                : $"{(EditDistance.Ask(EditDistance.Find(name, _connections.Select(c => c.Name))) is { } near ? $"{near} " : string.Empty)}"
                    + $"Available connections: {Names(_connections)}."
        )
        {
            Target = name,
        };

    private static string Names(IEnumerable<MdeConnection> connections) => string.Join(", ", connections.Select(c => $"'{c.Name}'"));
}
