namespace MdeHunting.Lab.Hosting;

/// <summary>Leaves the process's signals to whoever started the lab.</summary>
internal sealed class NoopLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken token) => Task.CompletedTask;

    public Task StopAsync(CancellationToken token) => Task.CompletedTask;
}
