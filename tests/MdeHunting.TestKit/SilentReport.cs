using MdeHunting.Contract;
using MdeHunting.Reporting;

namespace MdeHunting.Benchmarks.Split;

/// <summary>A run that nobody looks at.</summary>
internal sealed class SilentReport : IHuntingReport
{
    /// <inheritdoc/>
    public Task WriteErrorAsync(MdeException failure) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ShowProgressAsync(HuntingProgress progress) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DebugAsync(string message) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ShowWaitAsync(WaitNotice? wait) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<bool> ShouldProcessAsync(string query, string purpose) => Task.FromResult(true);

    /// <inheritdoc/>
    public Task WarnAsync(string message) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task VerboseAsync(string message) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ShowDeviceCodeAsync(DeviceCodeNotice notice) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ShowBrowserAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ShowTimeLeftAsync(DeviceCodeNotice notice, TimeSpan left) => Task.CompletedTask;
}
