using MdeHunting.Contract;

namespace MdeHunting.Reporting;

/// <summary>Reports as another one does; derived from it is what tells some of it in its own way.</summary>
/// <param name="inner">The other one.</param>
internal abstract class ForwardedReport(IHuntingReport inner) : IHuntingReport
{
    /// <inheritdoc/>
    public bool NamesConnection => inner.NamesConnection;

    /// <inheritdoc/>
    public virtual Task WriteErrorAsync(MdeException failure) => inner.WriteErrorAsync(failure);

    /// <inheritdoc/>
    public Task WarnAsync(string message) => inner.WarnAsync(message);

    /// <inheritdoc/>
    public Task VerboseAsync(string message) => inner.VerboseAsync(message);

    /// <inheritdoc/>
    public Task ShowDeviceCodeAsync(DeviceCodeNotice notice) => inner.ShowDeviceCodeAsync(notice);

    /// <inheritdoc/>
    public Task ShowBrowserAsync() => inner.ShowBrowserAsync();

    /// <inheritdoc/>
    public Task<T> InvokeAsync<T>(Func<T> call) => inner.InvokeAsync(call);

    /// <inheritdoc/>
    public Task ShowTimeLeftAsync(DeviceCodeNotice notice, TimeSpan left) => inner.ShowTimeLeftAsync(notice, left);

    /// <inheritdoc/>
    public Task ShowWaitAsync(WaitNotice? wait) => inner.ShowWaitAsync(wait);

    /// <inheritdoc/>
    public Task ShowWaitLeftAsync(WaitNotice wait) => inner.ShowWaitLeftAsync(wait);

    /// <inheritdoc/>
    public Task ShowSilenceAsync(WaitNotice? silence) => inner.ShowSilenceAsync(silence);

    /// <inheritdoc/>
    public void NoteResponse(bool hasCome) => inner.NoteResponse(hasCome);

    /// <inheritdoc/>
    public Task DebugAsync(string message) => inner.DebugAsync(message);

    /// <inheritdoc/>
    public Task InformAsync(string message) => inner.InformAsync(message);

    /// <inheritdoc/>
    public Task ShowProgressAsync(HuntingProgress progress) => inner.ShowProgressAsync(progress);

    /// <inheritdoc/>
    public virtual Task<bool> ShouldProcessAsync(string query, string purpose) => inner.ShouldProcessAsync(query, purpose);
}
