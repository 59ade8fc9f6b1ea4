//! The loops that run beside the requests: letting time pass, signing the history. They call services and decide nothing; they
//! end with the server.

use std::time::Duration;

use crate::service::context::Core;
use crate::service::error::{ApiResult, Code};
use crate::service::{history_log, time};

/// Starts both loops.
pub fn start(core: Core) {
    let minutes = u64::from(core.settings.history.checkpoint_minutes);
    if core.signers.is_empty() {
        log::warn!("no key signs the history: no checkpoint is made (history.keys, history.keys_file)");
    } else if core.settings.jobs.interval_seconds > 0 && minutes > 0 {
        every(Duration::from_secs(minutes * 60), core.clone(), sign);
    }
    let seconds = core.settings.jobs.interval_seconds;
    if seconds > 0 {
        every(Duration::from_secs(seconds), core, look);
    }
}

/// One look at the clock.
fn look(core: &Core) -> ApiResult<()> {
    let system = time::system_user(core)?;
    let (ended, breached) = time::pass(core, system)?;
    if (ended, breached) != (0, 0) {
        log::info!("voluntary periods ended: {ended}, deadlines breached: {breached}");
    }
    Ok(())
}

/// A checkpoint of the history. Where several servers run, one of them makes it.
fn sign(core: &Core) -> ApiResult<()> {
    match history_log::checkpoint(core, false) {
        Ok(Some(made)) => {
            log::info!("checkpoint over {} chain heads", made.size);
            Ok(())
        }
        Ok(None) => Ok(()),
        Err(error) if error.code == Code::Duplicate => Ok(()),
        Err(error) => Err(error),
    }
}

fn every(interval: Duration, core: Core, work: fn(&Core) -> ApiResult<()>) {
    actix_web::rt::spawn(async move {
        let mut ticks = tokio::time::interval(interval);
        // After a long look the next one waits its time: looks do not pile up.
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let core = core.clone();
            match tokio::task::spawn_blocking(move || work(&core)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => log::error!("the job loop failed: {error}"),
                Err(stopped) => log::error!("the job loop stopped: {stopped}"),
            }
        }
    });
}
