using MdeHunting.Contract;
using MdeHunting.Reporting;

namespace MdeHunting.TestKit;

/// <summary>Nobody is told, and whatever is asked is allowed; derived from it is who listens to some of it.</summary>
internal class SilentReport : IHuntingReport
{
    /// <inheritdoc/>
    public bool NamesConnection => false;

    /// <inheritdoc/>
    public virtual Task WriteErrorAsync(MdeException failure) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task InformAsync(string message) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task ShowProgressAsync(HuntingProgress progress) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task DebugAsync(string message) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task ShowWaitAsync(WaitNotice? wait) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task ShowWaitLeftAsync(WaitNotice wait) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task ShowSilenceAsync(WaitNotice? silence) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual void NoteResponse(bool hasCome) { }

    /// <inheritdoc/>
    public virtual Task<bool> ShouldProcessAsync(string query, string purpose) => Task.FromResult(true);

    /// <inheritdoc/>
    public virtual Task WarnAsync(string message) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task VerboseAsync(string message) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task ShowDeviceCodeAsync(DeviceCodeNotice notice) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task ShowBrowserAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task<T> InvokeAsync<T>(Func<T> call) => Task.FromResult(call());

    /// <inheritdoc/>
    public virtual Task ShowTimeLeftAsync(DeviceCodeNotice notice, TimeSpan left) => Task.CompletedTask;
}
