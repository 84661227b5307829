using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace MdeHunting.Lab.Faults;

/// <summary>Stands between the port and TLS: breaks the connections that are to be broken, and knows those that are open.</summary>
internal sealed class FaultyConnections
{
    private readonly ConcurrentQueue<LabConnectionFault> _faults = new();
    private readonly ConcurrentDictionary<ConnectionContext, bool> _open = new();

    public void Add(LabConnectionFault fault, int times)
    {
        for (var added = 0; added < times; added++)
        {
            _faults.Enqueue(fault);
        }
    }

    public void ResetOpen()
    {
        foreach (var connection in _open.Keys)
        {
            connection.Abort();
        }
    }

    public ConnectionDelegate Use(ConnectionDelegate next) =>
        connection => _faults.TryDequeue(out var fault) ? BreakAsync(connection, fault) : KeepAsync(connection, next);

    private static async Task BreakAsync(ConnectionContext connection, LabConnectionFault fault)
    {
        var hello = await connection.Transport.Input.ReadAsync(connection.ConnectionClosed);
        connection.Transport.Input.AdvanceTo(hello.Buffer.End);
        if (fault == LabConnectionFault.Reset)
        {
            connection.Abort();
        }
    }

    private async Task KeepAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        _open[connection] = true;
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(connection, out _);
        }
    }
}
